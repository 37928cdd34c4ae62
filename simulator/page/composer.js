/** Where a person writes: the box, what it offers, files, and the keyboard that the bot offers. */

import { attach, block, say, send } from "./deeds.js";
import { InlinePanel, useInline } from "./inline.js";
import { ReplyKeyboard } from "./keyboards.js";
import { NONE, Offers, offersOf, pickByKey } from "./offers.js";
import { change } from "./phones.js";
import { isPresent, personOf, standing, state } from "./store.js";
import { html, useEffect, useRef, useState } from "./vendor/htm-preact.js";
import { authorOf, IconButton, summary } from "./views.js";
import { t } from "./words.js";

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
  const query = useInline(phone);
  const offers = offersOf(phone, chat);
  const isOffering = offers.items.length > 0;
  useEffect(() => takeFocus(phone, box.current));
  useEffect(() => fitHeight(box.current), [phone.text]);
  useEffect(() => choose(NONE), [phone.inline?.query]);
  const onInput = (event) => {
    choose(NONE);
    change(phone, { text: event.target.value, areCommandsOpen: false });
  };
  const openCommands = () => {
    change(phone, { areCommandsOpen: !phone.areCommandsOpen });
    box.current.focus();
  };
  return html`
    <${OfferPanel} phone=${phone} offers=${offers} chosen=${chosen} isInline=${query !== null} />
    <${Aside} phone=${phone} />
    <div class="composer">
      <${IconButton}
        label=${t("commands")}
        icon="/"
        aria-expanded=${offers.kind === "commands" && isOffering}
        onClick=${openCommands}
      />
      <textarea
        rows="1"
        ref=${box}
        value=${phone.text}
        aria-label=${t("write")}
        aria-controls=${isOffering ? `offers-${phone.number}` : undefined}
        aria-activedescendant=${chosen === NONE ? undefined : `offer-${phone.number}-${chosen}`}
        placeholder=${t(phone.isAsGroup ? "write_as_group" : "write")}
        onInput=${onInput}
        onKeyDown=${(event) => onKeyDown(event, phone, offers.items, chosen, choose)}
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

function onKeyDown(event, phone, items, chosen, choose) {
  if (items.length && pickByKey(event, phone, items, chosen, choose)) {
    event.preventDefault();
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send(phone);
  } else if (event.key === "Escape") putAside(event, phone, items.length > 0);
}

function putAside(event, phone, isPicking) {
  if (!isPicking && !phone.areCommandsOpen && !phone.editing && !phone.replyTo) return;
  event.stopPropagation();
  const values = { areCommandsOpen: false, dismissed: phone.text };
  if (isPicking || phone.areCommandsOpen) change(phone, values);
  else change(phone, { editing: null, replyTo: null, text: phone.editing ? "" : phone.text });
}

function OfferPanel({ phone, offers, chosen, isInline }) {
  const list =
    offers.items.length > 0 &&
    html`<${Offers} phone=${phone} offers=${offers} chosen=${chosen} />`;
  if (isInline) return html`<${InlinePanel} phone=${phone}>${list}</${InlinePanel}>`;
  if (list || !phone.areCommandsOpen) return list;
  return html`<p class="offers faint">${t("no_commands")}</p>`;
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
