/** What people at the page do: each asks the server and shows on the phone what came of it. */

import { act, Failure, order, upload } from "./api.js";
import { refreshStage, refreshWorld, setClock } from "./live.js";
import { change, clearPhones, openChat, showToast } from "./phones.js";
import { changed, notify, state, worldNow } from "./store.js";
import { t } from "./words.js";

const SILENT = 504;

/** Do something on a phone; returns the server's answer, or null and a toast where it failed. */
export async function attempt(phone, work) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const reason =
      error.status === SILENT ? t("silent_bot") : t("failed", { reason: error.message });
    if (phone) showToast(phone, reason);
    else notify(reason);
    return null;
  }
}

/** Post an action and read the world again. */
export function perform(phone, action, form) {
  return attempt(phone, async () => {
    const answer = await act(action, form);
    await refreshWorld();
    return answer;
  });
}

const place = (phone) => ({ person: phone.person, chat: phone.chat });
const onMessage = (phone, message) => ({ ...place(phone), message_id: message.message_id });

/** Say what stands in the box, or change the message that is being edited. */
export async function send(phone) {
  const { text, editing, replyTo } = phone;
  if (!text.trim()) return;
  const cleared = { editing: null, replyTo: null, areCommandsOpen: false, dismissed: null };
  change(phone, { text: "", ...cleared });
  const done = editing
    ? await perform(phone, "edits", { ...onMessage(phone, editing), text })
    : await perform(phone, "says", said(phone, text, replyTo));
  if (!done) change(phone, { text, editing, replyTo });
}

/** Say something that does not stand in the box: a command that was tapped. */
export const say = (phone, text) => perform(phone, "says", said(phone, text));

function said(phone, text, replyTo) {
  const form = { ...place(phone), text, as_group: phone.isAsGroup };
  if (replyTo) form.reply_to = replyTo.message_id;
  if (phone.topic) form.thread = phone.topic;
  return form;
}

/** Tap a key of the reply keyboard: its text is sent. */
export function tap(phone, key) {
  const isPlain = !key.request_contact && !key.request_location && !key.web_app;
  if (!isPlain) return showToast(phone, t("button_not_played"));
  return perform(phone, "taps", { ...place(phone), label: key.text });
}

export const remove = (phone, message) => perform(phone, "deletes", onMessage(phone, message));

export const react = (phone, message, emoji) =>
  perform(phone, "reacts", { ...onMessage(phone, message), emoji });

/** Send a file, as a photo or as it is, with the words of the box. */
export async function attach(phone, file, kind) {
  const form = { ...place(phone), kind, caption: phone.text, file };
  if (phone.replyTo) form.reply_to = phone.replyTo.message_id;
  if (phone.topic) form.thread = phone.topic;
  if (await attempt(phone, () => upload(form))) change(phone, { text: "", replyTo: null });
}

/** Press an inline button and show the bot's answer: a toast, an alert or a link. */
export async function press(phone, message, button) {
  if (button.url) return followLink(phone, button.url);
  if (beginsInline(phone, button)) return undefined;
  if (!button.callback_data) return showToast(phone, t("button_not_played"));
  const key = `${message.message_id}:${button.callback_data}`;
  if (phone.pressing.has(key)) return undefined;
  phone.pressing.add(key);
  changed();
  const form = { ...onMessage(phone, message), data: button.callback_data };
  const answer = await attempt(phone, () => act("presses", form));
  phone.pressing.delete(key);
  changed();
  return answer && showAnswer(phone, answer);
}

/** Whether a button begins an inline query, here or in a chat yet to be chosen. */
function beginsInline(phone, button) {
  const here = button.switch_inline_query_current_chat;
  const query = here ?? button.switch_inline_query;
  if (query === undefined) return false;
  const text = `@${state.bot.username} ${query}`;
  if (here === undefined) change(phone, { sheet: { kind: "share", text } });
  else change(phone, { text, wantsFocus: true });
  return true;
}

function showAnswer(phone, answer) {
  if (answer.url) return followLink(phone, answer.url);
  if (!answer.text) return undefined;
  if (answer.show_alert) return change(phone, { sheet: { kind: "alert", text: answer.text } });
  return showToast(phone, answer.text);
}

/** Open a link as Telegram would: a chat with the bot here, anything else only when asked to. */
export async function followLink(phone, url) {
  const link = botLink(url);
  if (!link) return change(phone, { sheet: { kind: "link", url } });
  if (link.searchParams.has("startgroup")) {
    return change(phone, { sheet: { kind: "groups", url: link.href } });
  }
  openChat(phone, phone.person);
  if (!link.searchParams.has("start")) return undefined;
  return perform(phone, "opens", { person: phone.person, link: link.href });
}

function botLink(url) {
  let link;
  try {
    link = new URL(url.includes("://") ? url : `https://${url}`);
  } catch {
    return null;
  }
  const isTelegram = ["t.me", "telegram.me"].includes(link.hostname);
  const name = link.pathname.slice(1).toLowerCase();
  return isTelegram && name === state.bot.username.toLowerCase() ? link : null;
}

/** Follow a `startgroup` link into a group. */
export async function openInGroup(phone, link, group) {
  change(phone, { sheet: null });
  if (await perform(phone, "opens", { person: phone.person, link, group })) openChat(phone, group);
}

/** Change who somebody is in the phone's group, on behalf of its person. */
export const changeMember = (phone, action, person = phone.person) =>
  perform(phone, "members", { chat: phone.chat, action, person, by: phone.person });

export const block = (phone, blocked) =>
  perform(phone, "blocks", { person: phone.person, blocked });

/** Make the phone's group a supergroup and go on there. */
export async function migrate(phone) {
  const group = await perform(phone, "migrate", { chat: phone.chat });
  if (group) openChat(phone, group.id);
}

export async function openTopic(phone, name) {
  const topic = await perform(phone, "topics", { chat: phone.chat, by: phone.person, name });
  if (topic) openChat(phone, phone.chat, topic.thread_id);
}

/** Push the world's time, and with it the bot's: `{advance: seconds}` or `{to: ISO 8601}`. */
export async function moveClock(form) {
  const answer = await attempt(null, () => order("/clock", form));
  if (!answer) return;
  setClock(answer.now);
  changed();
  await attempt(null, refreshStage);
}

/** What is to happen next, if anything. */
export const nextMoment = () =>
  state.stage.moments?.find((moment) => new Date(moment.at).getTime() > worldNow());

/** Push the time to the next opening or closing. */
export async function moveToNextMoment() {
  await attempt(null, refreshStage);
  const moment = nextMoment();
  if (moment) await moveClock({ to: moment.at });
}

/** Begin a scene anew with its own phones. */
export async function playScene(name) {
  notify(t("starting_over"));
  clearPhones();
  await attempt(null, () => order("/stage", { name }));
}
