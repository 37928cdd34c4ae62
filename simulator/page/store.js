/** What the page knows: the server's world, and what each phone shows. Views only read it. */

import { useEffect, useReducer } from "./vendor/htm-preact.js";

export const state = {
  token: null,
  bot: null,
  people: [],
  chats: [],
  faults: [],
  stage: {},
  /** Messages, pins, reactions and reply keyboard, by chat id; only of chats that a phone shows. */
  threads: {},
  /** Command lists, by `person:chat`. */
  commands: {},
  calls: [],
  /** Milliseconds that the world's clock is ahead of this machine's. */
  clockAhead: 0,
  connection: "connecting",
  phones: [],
  /** On a narrow screen: what is shown, `guide`, `tools` or the number of a phone. */
  view: "guide",
  isGuideOpen: true,
  isToolsOpen: false,
  notice: null,
};

const listeners = new Set();
let isQueued = false;

/** Say that `state` was changed; what shows it is drawn again soon. */
export function changed() {
  if (isQueued) return;
  isQueued = true;
  queueMicrotask(() => {
    isQueued = false;
    for (const listener of listeners) listener();
  });
}

/** Draw the calling component again after each change. */
export function useStore() {
  const [, redraw] = useReducer((count) => count + 1, 0);
  useEffect(() => {
    listeners.add(redraw);
    return () => listeners.delete(redraw);
  }, []);
  return state;
}

export const personOf = (id) => state.people.find((person) => person.id === id);
export const chatOf = (id) => state.chats.find((chat) => chat.id === id);

const PRESENT = new Set(["creator", "administrator", "member", "restricted"]);
const CHIEFS = new Set(["creator", "administrator"]);

export const isPresent = (status) => PRESENT.has(status);

/** How somebody stands in a group; undefined for a stranger. */
export const standing = (chat, personId) =>
  chat?.members?.find((member) => member.id === personId)?.status;

export const isChief = (chat, personId) => CHIEFS.has(standing(chat, personId));

/** The chats on a person's phone, the one with the newest message first. */
export function chatsOf(personId) {
  const isTheirs = (chat) =>
    chat.type === "private" ? chat.id === personId : isPresent(standing(chat, personId));
  return state.chats
    .filter((chat) => isTheirs(chat) && !chat.migrated_to)
    .sort((one, other) => (other.last?.date ?? 0) - (one.last?.date ?? 0));
}

/** The world's time in milliseconds since 1970. */
export const worldNow = () => Date.now() + state.clockAhead;

/** Tell everybody at this page something, for a few seconds. */
export function notify(words) {
  state.notice = words;
  changed();
  setTimeout(() => {
    if (state.notice === words) {
      state.notice = null;
      changed();
    }
  }, 5000);
}
