/** Where a person writes: the box, the commands, files, and the keyboard that the bot offers. */

import { attach, block, say, send } from "./deeds.js";
import { ReplyKeyboard } from "./keyboards.js";
import { change } from "./phones.js";
import { isPresent, personOf, standing, state } from "./store.js";
import { html, useEffect, useRef, useState } from "./vendor/htm-preact.js";
import { authorOf, IconButton, summary } from "./views.js";
import { t } from "./words.js";

const NONE = -1;

export function Composer({ phone, chat }) {
  const person = personOf(phone.person);
  if (chat.type === "private") {
    const unblock = () => block(phone, false);
    if (person.is_blocked) return bigButton(t("unblock_restart"), unblock);
    if (!person.is_started) return bigButton(t("start"), () => say(phone, "/start"));
  } else if (!isPresent(standing(chat, person.id))) {
    return html`<p class="composer is-closed">${t("cannot_write")}</p>`;
  }
  return html`<${Box} phone=${phone} chat=${chat} />`;
}

const bigButton = (label, onClick) =>
  html`<div class="composer">
    <button type="button" class="primary wide" onClick=${onClick}>${label}</button>
  </div>`;

function Box({ phone, chat }) {
  const keyboard = state.threads[chat.id]?.reply_keyboard;
  const box = useRef(null);
  const [chosen, choose] = useState(NONE);
  const offered = offeredCommands(phone, chat);
  useEffect(() => takeFocus(phone, box.current));
  useEffect(() => fitHeight(box.current), [phone.text]);
  const onInput = (event) => {
    choose(NONE);
    change(phone, { text: event.target.value, areCommandsOpen: false });
  };
  const openCommands = () => {
    change(phone, { areCommandsOpen: !phone.areCommandsOpen });
    box.current.focus();
  };
  return html`
    <${Commands} phone=${phone} offered=${offered} chosen=${chosen} />
    <${Aside} phone=${phone} />
    <div class="composer">
      <${IconButton}
        label=${t("commands")}
        icon="/"
        aria-expanded=${offered.length > 0}
        onClick=${openCommands}
      />
      <textarea
        rows="1"
        ref=${box}
        value=${phone.text}
        aria-label=${t("write")}
        aria-controls=${offered.length ? `commands-${phone.number}` : undefined}
        aria-activedescendant=${chosen === NONE ? undefined : `command-${phone.number}-${chosen}`}
        placeholder=${t(phone.isAsGroup ? "write_as_group" : "write")}
        onInput=${onInput}
        onKeyDown=${(event) => onKeyDown(event, phone, offered, chosen, choose)}
      ></textarea>
      ${keyboard && html`<${KeysButton} phone=${phone} />`}
      <${AttachButton} phone=${phone} />
      <${SendButton} phone=${phone} />
    </div>
    ${
      keyboard &&
      !phone.areKeysHidden &&
      html`<${ReplyKeyboard} phone=${phone} keyboard=${keyboard} />`
    }
  `;
}

function takeFocus(phone, box) {
  if (!phone.wantsFocus) return;
  phone.wantsFocus = false;
  box.focus({ preventScroll: true });
}

function fitHeight(box) {
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight}px`;
}

/** The commands that fit what has been typed; all of them where the button asked for them. */
function offeredCommands(phone, chat) {
  const known = state.commands[`${phone.person}:${chat.id}`] ?? [];
  if (phone.areCommandsOpen) return known;
  const typed = phone.text !== phone.dismissed && /^\/(\w*)$/.exec(phone.text);
  return typed ? known.filter((one) => one.command.startsWith(typed[1])) : [];
}

function onKeyDown(event, phone, offered, chosen, choose) {
  if (offered.length && pickByKey(event, phone, offered, chosen, choose)) {
    event.preventDefault();
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send(phone);
  } else if (event.key === "Escape") putAside(event, phone, offered.length > 0);
}

/**
 * Arrows choose among the commands, Enter sends the chosen one and Tab completes it; whether the
 * key was one of these. With none chosen Enter is left to send what was typed.
 */
function pickByKey(event, phone, offered, chosen, choose) {
  if (event.key === "ArrowDown") choose((chosen + 1) % offered.length);
  else if (event.key === "ArrowUp") choose((Math.max(chosen, 0) || offered.length) - 1);
  else if (event.key === "Enter" && chosen !== NONE) sendCommand(phone, offered[chosen]);
  else if (event.key === "Tab" && !event.shiftKey && phone.text.length > 1) {
    const { command } = offered[Math.max(chosen, 0)];
    change(phone, { text: `/${command} `, areCommandsOpen: false });
  } else return false;
  return true;
}

function sendCommand(phone, { command }) {
  change(phone, { text: "", areCommandsOpen: false });
  say(phone, `/${command}`);
}

function putAside(event, phone, isPicking) {
  if (!isPicking && !phone.areCommandsOpen && !phone.editing && !phone.replyTo) return;
  event.stopPropagation();
  const values = { areCommandsOpen: false, dismissed: phone.text };
  if (isPicking || phone.areCommandsOpen) change(phone, values);
  else change(phone, { editing: null, replyTo: null, text: phone.editing ? "" : phone.text });
}

function Commands({ phone, offered, chosen }) {
  if (!offered.length) {
    return phone.areCommandsOpen && html`<p class="commands faint">${t("no_commands")}</p>`;
  }
  return html`<ul
    class="commands"
    role="listbox"
    id="commands-${phone.number}"
    aria-label=${t("commands")}
  >
    ${offered.map(
      (command, place) => html`<li
        role="option"
        id="command-${phone.number}-${place}"
        aria-selected=${place === chosen}
        onMouseDown=${(event) => event.preventDefault()}
        onClick=${() => sendCommand(phone, command)}
      >
        <b>/${command.command}</b> <span>${command.description}</span>
      </li>`,
    )}
  </ul>`;
}

/** The message that is being answered or edited. */
function Aside({ phone }) {
  const message = phone.editing ?? phone.replyTo;
  if (!message) return null;
  const cancel = () =>
    change(phone, { editing: null, replyTo: null, text: phone.editing ? "" : phone.text });
  const label = phone.editing ? t("editing") : t("replying_to", { name: authorOf(message).name });
  return html`<div class="aside">
    <span><b>${label}</b><small>${summary(message)}</small></span>
    <${IconButton} label=${t("cancel")} icon="✕" onClick=${cancel} />
  </div>`;
}

const KeysButton = ({ phone }) =>
  html`<${IconButton}
    label=${t("keys")}
    icon="⌨"
    aria-pressed=${!phone.areKeysHidden}
    onClick=${() => change(phone, { areKeysHidden: !phone.areKeysHidden })}
  />`;

function AttachButton({ phone }) {
  const field = useRef(null);
  const onChange = (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (!file) return;
    if (file.type.startsWith("image/")) change(phone, { sheet: { kind: "attach", file } });
    else attach(phone, file, "document");
  };
  return html`
    <${IconButton} label=${t("attach")} icon="📎" onClick=${() => field.current.click()} />
    <input
      type="file"
      class="visually-hidden"
      tabindex="-1"
      aria-hidden="true"
      ref=${field}
      onChange=${onChange}
    />
  `;
}

const SendButton = ({ phone }) =>
  html`<button
    type="button"
    class="primary send"
    aria-label=${t(phone.editing ? "save" : "send")}
    onClick=${() => send(phone)}
  >
    <span aria-hidden="true">${phone.editing ? "✓" : "➤"}</span>
  </button>`;
