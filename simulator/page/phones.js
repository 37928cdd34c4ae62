/** The phones on the page: whose they are and what they show. Nothing here asks the server. */

import { loadCommands, refreshThread } from "./live.js";
import { changed, chatOf, chatsOf, personOf, standing, isPresent, state } from "./store.js";

const MOST_AT_FIRST = 3;
const TOAST_STAYS = 3500;
const BANNER_STAYS = 6000;

let lastNumber = 0;

function makePhone(person) {
  lastNumber += 1;
  return {
    number: lastNumber,
    person,
    chat: null,
    topic: null,
    text: "",
    replyTo: null,
    editing: null,
    isAsGroup: false,
    areKeysHidden: false,
    areCommandsOpen: false,
    /** What the bot answered in inline mode: `{query, results, button, next_offset}`. */
    inline: null,
    /** The text for which commands were offered and put away. */
    dismissed: null,
    wantsFocus: false,
    unread: {},
    pressing: new Set(),
    /** Short words over the chat, and a message from another chat at the top. */
    toast: null,
    banner: null,
    /** What lies over the chat and must be closed first: `{kind, ...}`. */
    sheet: null,
  };
}

/** Put out the phones that the address or the scene names; keep those that still make sense. */
export function setUpPhones() {
  state.threads = {};
  state.commands = {};
  state.phones = state.phones.filter((phone) => personOf(phone.person));
  for (const phone of state.phones) {
    if (phone.chat !== null && !chatOf(phone.chat)) phone.chat = null;
    phone.unread = {};
    phone.sheet = null;
  }
  if (!state.phones.length) firstPhones();
  for (const phone of state.phones) if (phone.chat !== null) load(phone);
  if (!state.phones.some((phone) => phone.number === state.view)) state.view = "guide";
  writeAddress();
}

function firstPhones() {
  const asked = new URLSearchParams(location.search).get("as");
  const ids = asked ? asked.split(",").map(Number).filter(personOf) : [];
  const scene = state.stage.phones ?? [];
  if (!ids.length) ids.push(...scene.map((phone) => phone.person));
  if (!ids.length) ids.push(...state.people.slice(0, MOST_AT_FIRST).map((person) => person.id));
  state.phones = ids.map((id) => {
    const phone = makePhone(id);
    phone.chat = scene.find((one) => one.person === id)?.chat ?? null;
    return phone;
  });
}

function writeAddress() {
  const address = new URL(location.href);
  address.searchParams.set("as", state.phones.map((phone) => phone.person).join(","));
  history.replaceState(null, "", address);
}

/** Put all phones away, so that the next scene puts out its own. */
export function clearPhones() {
  state.phones = [];
  const address = new URL(location.href);
  address.searchParams.delete("as");
  history.replaceState(null, "", address);
  changed();
}

function load(phone) {
  refreshThread(phone.chat);
  loadCommands(phone.person, phone.chat);
}

/** Another phone, for somebody who has none here if possible. */
export function addPhone(personId) {
  const shown = new Set(state.phones.map((phone) => phone.person));
  const free = state.people.find((person) => !shown.has(person.id)) ?? state.people[0];
  const phone = makePhone(personId ?? free.id);
  state.phones.push(phone);
  state.view = phone.number;
  writeAddress();
  changed();
  return phone;
}

export function closePhone(phone) {
  state.phones = state.phones.filter((one) => one !== phone);
  state.view = state.phones[0]?.number ?? "guide";
  writeAddress();
  changed();
}

/** Give a phone to somebody else. */
export function switchPerson(phone, personId) {
  const fresh = makePhone(personId);
  Object.assign(phone, { ...fresh, number: phone.number });
  writeAddress();
  changed();
}

/** The phone of a person, put out if it was not, brought to the front. */
export function phoneOf(personId) {
  const phone = state.phones.find((one) => one.person === personId) ?? addPhone(personId);
  state.view = phone.number;
  return phone;
}

/** Show a chat on a phone, or the list of chats for null. */
export function openChat(phone, chatId, topic = null) {
  Object.assign(phone, { chat: chatId, topic, text: "", replyTo: null, editing: null });
  Object.assign(phone, { sheet: null, banner: null, areCommandsOpen: false, isAsGroup: false });
  phone.inline = null;
  phone.wantsFocus = true;
  if (chatId !== null) {
    delete phone.unread[chatId];
    load(phone);
  }
  changed();
}

export function change(phone, values) {
  Object.assign(phone, values);
  changed();
}

/** Short words over the chat. */
export function showToast(phone, words) {
  phone.toast = words;
  changed();
  setTimeout(() => {
    if (phone.toast === words) change(phone, { toast: null });
  }, TOAST_STAYS);
}

/** A message has come: phones of those who do not look at its chat say so. */
export function noticeMessage(chatId, message) {
  for (const phone of state.phones) {
    if (!receives(phone.person, chatId) || message.from?.id === phone.person) continue;
    if (phone.chat === chatId) continue;
    phone.unread[chatId] = (phone.unread[chatId] ?? 0) + 1;
    if (phone.chat !== null) showBanner(phone, { chat: chatId, message });
  }
  changed();
}

function receives(personId, chatId) {
  return chatId > 0 ? chatId === personId : isPresent(standing(chatOf(chatId), personId));
}

function showBanner(phone, banner) {
  phone.banner = banner;
  setTimeout(() => {
    if (phone.banner === banner) change(phone, { banner: null });
  }, BANNER_STAYS);
}

export const unreadOf = (phone) =>
  Object.values(phone.unread).reduce((sum, count) => sum + count, 0);

/** The chat that a phone shows, if its person still has it. */
export const shownChat = (phone) =>
  phone.chat === null ? undefined : chatsOf(phone.person).find((chat) => chat.id === phone.chat);
