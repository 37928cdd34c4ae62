/** Keeps `state` true to the world: reads it whole at first, then follows its stream of changes. */

import { Failure, eventsAddress, look, read } from "./api.js";
import { noticeMessage, setUpPhones } from "./phones.js";
import { changed, state } from "./store.js";

const RETRY = 500;
const CALLS_KEPT = 500;
const CHANGES = ["message", "edited", "deleted", "reaction", "unpinned", "member"];

/** Run `work` at most once at a time; asked meanwhile, it runs once more afterwards. */
function oneAtATime(work) {
  let running = null;
  let isWanted = false;
  return async function run() {
    isWanted = true;
    running ??= (async () => {
      try {
        while (isWanted) {
          isWanted = false;
          await work();
        }
      } finally {
        running = null;
      }
    })();
    return running;
  };
}

/** Read people, chats, faults and the time again. */
export const refreshWorld = oneAtATime(async () => {
  const world = await read("");
  Object.assign(state, { people: world.people, chats: world.chats, faults: world.faults });
  setClock(world.now);
  changed();
});

/** Read the scene again: its moments change with what staff publish. */
export const refreshStage = oneAtATime(async () => {
  state.stage = await look("/stage");
  changed();
});

const refreshCalls = oneAtATime(async () => {
  const after = state.calls.at(-1)?.number ?? 0;
  const news = await read(`/requests?after=${after}`);
  state.calls = [...state.calls, ...news].slice(-CALLS_KEPT);
  changed();
});

const threadReaders = new Map();

/** Read a chat's messages again. */
export function refreshThread(chatId) {
  if (!threadReaders.has(chatId)) {
    const readIt = async () => {
      state.threads[chatId] = await read(`/chats/${chatId}`);
      changed();
    };
    threadReaders.set(chatId, oneAtATime(readIt));
  }
  return quietly(threadReaders.get(chatId)());
}

/** Read the commands that a person sees in a chat, unless they are known. */
export async function loadCommands(personId, chatId) {
  const key = `${personId}:${chatId}`;
  if (state.commands[key]) return;
  state.commands[key] = [];
  state.commands[key] = await read(`/commands?person=${personId}&chat=${chatId}`);
  changed();
}

/** Follow the world's clock, given as ISO 8601. */
export function setClock(iso) {
  state.clockAhead = new Date(iso).getTime() - Date.now();
}

/** A refresh may fail while the world is being replaced: the stream notices that by itself. */
function quietly(promise) {
  return promise.catch((error) => {
    if (!(error instanceof Failure)) throw error;
  });
}

function onChange(event) {
  const { chat, data } = JSON.parse(event.data);
  if (event.type === "message") noticeMessage(chat, data);
  if (chat in state.threads) refreshThread(chat);
  quietly(refreshWorld());
  quietly(refreshStage());
}

function onCall(event) {
  quietly(refreshCalls());
  if (JSON.parse(event.data).data.fault) quietly(refreshWorld());
}

function onCommands() {
  const shown = state.phones.filter((phone) => phone.chat !== null);
  state.commands = {};
  for (const phone of shown) quietly(loadCommands(phone.person, phone.chat));
}

function follow() {
  const source = new EventSource(eventsAddress());
  for (const kind of CHANGES) source.addEventListener(kind, onChange);
  source.addEventListener("call", onCall);
  source.addEventListener("commands", onCommands);
  source.addEventListener("error", () => {
    // The browser's own reconnection would miss what happened meanwhile: read all anew instead.
    source.close();
    state.connection = "lost";
    changed();
    setTimeout(connect, RETRY);
  });
  source.addEventListener("open", () => quietly(readWhole()));
}

async function readWhole() {
  state.calls = [];
  // Answered once the scene is set: only then is everybody there.
  await refreshStage();
  await Promise.all([refreshWorld(), refreshCalls()]);
  setUpPhones();
  state.connection = "live";
  changed();
}

/** Find the world and follow it; tries again until there is one. */
export async function connect() {
  try {
    const worlds = await look("/worlds");
    if (!worlds.length) throw new Failure(404, "no world");
    [{ token: state.token, bot: state.bot }] = worlds;
    follow();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    state.connection = "lost";
    changed();
    setTimeout(connect, RETRY);
  }
}
