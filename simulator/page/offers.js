/**
 * What the box offers above itself while somebody types: the bot's commands, its name, or what it
 * answers in inline mode. Each offer is `{key, view, take(), complete?}`.
 */

import { say } from "./deeds.js";
import { inlineOffers, inlineQuery } from "./inline.js";
import { change } from "./phones.js";
import { state } from "./store.js";
import { html, useEffect, useRef } from "./vendor/htm-preact.js";
import { t } from "./words.js";

export const NONE = -1;
const COMMAND = /^\/(\w*)$/;
const NAME = /(?:^|\s)@(\w*)$/;

/** `{kind, label, items}` for what stands in the box. */
export function offersOf(phone, chat) {
  if (inlineQuery(phone) !== null) {
    return { kind: "inline", label: t("inline_results"), items: inlineOffers(phone) };
  }
  const items = namesOf(phone);
  if (items.length) return { kind: "names", label: t("names"), items };
  return { kind: "commands", label: t("commands"), items: commandsOf(phone, chat) };
}

/** The commands that fit what has been typed; all of them where the button asked for them. */
function commandsOf(phone, chat) {
  const known = state.commands[`${phone.person}:${chat.id}`] ?? [];
  if (phone.areCommandsOpen) return known.map((one) => asOffer(phone, one));
  const typed = phone.text !== phone.dismissed && COMMAND.exec(phone.text);
  const fitting = typed ? known.filter((one) => one.command.startsWith(typed[1])) : [];
  return fitting.map((one) => asOffer(phone, one));
}

function asOffer(phone, { command, description }) {
  const take = () => {
    change(phone, { text: "", areCommandsOpen: false });
    say(phone, `/${command}`);
  };
  const view = html`<b>/${command}</b> <span>${description}</span>`;
  return { key: command, view, take, complete: `/${command} ` };
}

/** The bot's name, once an @ and perhaps its beginning stand at the end of the text. */
function namesOf(phone) {
  const { username, first_name: name } = state.bot;
  const typed = phone.text !== phone.dismissed && NAME.exec(phone.text);
  if (!typed || !username.toLowerCase().startsWith(typed[1].toLowerCase())) return [];
  const complete = `${phone.text.slice(0, phone.text.length - typed[1].length)}${username} `;
  const take = () => change(phone, { text: complete, wantsFocus: true });
  const view = html`<b>${name}</b> <span>@${username}</span>`;
  return [{ key: username, view, take, complete }];
}

/** The list of offers; arrows in the box choose from it. */
export function Offers({ phone, offers, chosen }) {
  const { kind, label, items } = offers;
  const list = useRef(null);
  useEffect(() => list.current.children[chosen]?.scrollIntoView({ block: "nearest" }), [chosen]);
  return html`<ul
    ref=${list}
    class="offers ${kind}"
    role="listbox"
    id="offers-${phone.number}"
    aria-label=${label}
  >
    ${items.map(
      (offer, place) => html`<li
        key=${offer.key}
        role="option"
        id="offer-${phone.number}-${place}"
        aria-selected=${place === chosen}
        onMouseDown=${(event) => event.preventDefault()}
        onClick=${offer.take}
      >
        ${offer.view}
      </li>`,
    )}
  </ul>`;
}

/**
 * Arrows choose among the offers, Enter takes the chosen one and Tab completes it; whether the key
 * was one of these. With none chosen Enter is left to send what was typed.
 */
export function pickByKey(event, phone, items, chosen, choose) {
  const here = items[Math.max(chosen, 0)];
  if (event.key === "ArrowDown") choose((chosen + 1) % items.length);
  else if (event.key === "ArrowUp") choose((Math.max(chosen, 0) || items.length) - 1);
  else if (event.key === "Enter" && chosen !== NONE) here.take();
  else if (event.key === "Tab" && !event.shiftKey && here.complete && phone.text) {
    change(phone, { text: here.complete, areCommandsOpen: false });
  } else return false;
  return true;
}
