/** Small things that many views draw. */

import { chatOf, personOf, state } from "./store.js";
import { html, useEffect, useRef } from "./vendor/htm-preact.js";
import { locale, t } from "./words.js";

const HUES = 7;

/** The class that gives somebody their colour. */
export const hueOf = (id) => `hue-${Math.abs(id) % HUES}`;

/** The circle with the first letter of a name; its colour follows the id. */
export function Avatar({ id, name }) {
  const letters = [
    ...new Intl.Segmenter(locale(), { granularity: "grapheme" }).segment(name.trim()),
  ];
  return html`<span class="avatar ${hueOf(id)}" aria-hidden="true">
    ${letters[0]?.segment.toUpperCase() ?? "?"}
  </span>`;
}

/** A name as somebody typed it, kept from turning the text around it. */
export const Name = ({ children }) => html`<bdi>${children}</bdi>`;

const zone = () => state.stage.time_zone;

/** A function that writes times by these options; making a format is slow, so each is kept. */
function formatted(options) {
  const formats = new Map();
  return (milliseconds) => {
    const key = `${locale()} ${zone()}`;
    if (!formats.has(key)) {
      formats.set(key, new Intl.DateTimeFormat(locale(), { timeZone: zone(), ...options }));
    }
    return formats.get(key).format(milliseconds);
  };
}

/** `20:15`, from milliseconds since 1970, in the scene's time zone. */
export const clockTime = formatted({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

export const clockSeconds = formatted({
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

export const dayOf = formatted({ month: "long", day: "numeric", weekday: "short" });

/** What a chat is called. */
export const titleOf = (chat) =>
  (chat.type === "private" ? state.bot.first_name : chat.title) ?? "";

/** The id and name under which a message was written. */
export function authorOf(message) {
  const { sender_chat: chat, from } = message;
  if (chat) return { id: chat.id, name: chat.title ?? "", isBot: false, isAnonymous: true };
  if (!from) return { id: message.chat.id, name: message.chat.title ?? "", isBot: false };
  return { id: from.id, name: nameOf(from), isBot: from.id === state.bot.id };
}

export const nameOf = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");

/** A message in a few words, for lists and quotes. */
export function summary(message) {
  if (message.text || message.caption) return message.text ?? message.caption;
  if (message.photo) return t("draft_photo");
  if (message.document) return t("draft_file", { name: message.document.file_name ?? "" });
  if (message.sticker) return t("draft_sticker", { emoji: message.sticker.emoji });
  if (message.voice) return t("draft_voice");
  return t("draft_other");
}

/** Names of all people in words of the page's language. */
export const listed = (names) =>
  new Intl.ListFormat(locale(), { type: "conjunction" }).format(names);

/** A button that shows a symbol and says a word. */
export const IconButton = ({ label, icon, ...rest }) =>
  html`<button type="button" class="round" aria-label=${label} title=${label} ...${rest}>
    <span aria-hidden="true">${icon}</span>
  </button>`;

/** One line of a menu. */
export const Item = ({ label, isGrave, onClick }) =>
  html`<button type="button" class="item ${isGrave ? "is-grave" : ""}" onClick=${onClick}>
    <${Name}>${label}</${Name}>
  </button>`;

/** Options for a select: people, or chats of a kind. */
export const peopleOptions = (ids = state.people.map((person) => person.id)) =>
  ids.map((id) => html`<option value=${id}>${personOf(id)?.name}</option>`);

export const chatOptions = () =>
  state.chats
    .filter((chat) => !chat.migrated_to)
    .map((chat) => html`<option value=${chat.id}>${chatOf(chat.id).title}</option>`);

const FOCUSABLE =
  "button:not(:disabled), a[href], input, select, textarea, summary, [tabindex='0']";

/** A layer over a phone: takes the focus, keeps it, closes on Esc, gives the focus back. */
export function Sheet({ label, onClose, role = "dialog", children }) {
  const layer = useRef(null);
  useEffect(() => {
    const before = document.activeElement;
    layer.current.querySelector(".sheet-body").querySelector(FOCUSABLE)?.focus();
    const phone = layer.current.closest(".phone");
    return () => giveBack(before, phone);
  }, []);
  const onKeyDown = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      onClose();
    } else if (event.key === "Tab") keepInside(event, layer.current);
    else if (event.key === "ArrowDown") step(event, layer.current, 1);
    else if (event.key === "ArrowUp") step(event, layer.current, -1);
  };
  const onBackdrop = (event) => event.target === event.currentTarget && onClose();
  return html`<div class="sheet" ref=${layer} onKeyDown=${onKeyDown} onClick=${onBackdrop}>
    <div class="sheet-body" role=${role} aria-modal="true" aria-label=${label}>${children}</div>
  </div>`;
}

function giveBack(element, phone) {
  if (element?.isConnected && phone?.contains(element)) element.focus();
  else phone?.querySelector(".composer textarea")?.focus();
}

function keepInside(event, layer) {
  const items = [...layer.querySelectorAll(FOCUSABLE)];
  const edge = event.shiftKey ? items[0] : items.at(-1);
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? items.at(-1) : items[0]).focus();
}

function step(event, layer, by) {
  if (event.target.matches("input, select, textarea")) return;
  const items = [...layer.querySelectorAll(FOCUSABLE)];
  const place = items.indexOf(document.activeElement) + by;
  event.preventDefault();
  items.at(place % items.length)?.focus();
}
