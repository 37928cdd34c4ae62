/** The people's side of the pretend Telegram over HTTP; see simulator/console/__init__.py. */

import { state } from "./store.js";

/** A refusal in the server's words; `status` is HTTP's, 0 where the server is gone. */
export class Failure extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(`/sim${path}`, options);
  } catch {
    throw new Failure(0, "offline");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Failure(answer.status, body.error ?? answer.statusText);
  return body;
}

const posted = (body) => ({ method: "POST", body });
const inWorld = (path) => `/worlds/${encodeURIComponent(state.token)}${path}`;

/** GET outside of a world. */
export const look = (path) => ask(path);

/** POST outside of a world. */
export const order = (path, form) => ask(path, posted(JSON.stringify(form)));

/** GET something of the world. */
export const read = (path) => ask(inWorld(path));

/** POST something that a person does. */
export const act = (action, form) => ask(inWorld(`/${action}`), posted(JSON.stringify(form)));

/** Send a file as somebody. */
export function upload(form) {
  const data = new FormData();
  for (const [name, value] of Object.entries(form)) data.append(name, value);
  return ask(inWorld("/upload"), posted(data));
}

/** Where a file's bytes are. */
export const fileAddress = (fileId) => `/sim${inWorld(`/files/${encodeURIComponent(fileId)}`)}`;

/** Where the world tells of its changes. */
export const eventsAddress = () => `/sim${inWorld("/events")}`;
