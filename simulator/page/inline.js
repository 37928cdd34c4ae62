/** Inline mode: `@bot words` in the box of any chat, the bot's results above it, sending one. */

import { act } from "./api.js";
import { attempt, followLink, perform } from "./deeds.js";
import { change } from "./phones.js";
import { state } from "./store.js";
import { html, useEffect } from "./vendor/htm-preact.js";
import { t } from "./words.js";

const PAUSE = 300;
const NEAR_END = 60;
const HUES = 7;

/** The words for the bot in a phone's box; null where something else stands there. */
export function inlineQuery(phone) {
  if (!state.bot.supports_inline_queries) return null;
  if (phone.editing || phone.text === phone.dismissed) return null;
  const [, name, words] = /^@(\w+)\s(.*)$/s.exec(phone.text) ?? [];
  return name?.toLowerCase() === state.bot.username.toLowerCase() ? words.trim() : null;
}

/** Ask the bot a moment after the last letter, as the apps do. */
export function useInline(phone) {
  const query = inlineQuery(phone);
  useEffect(() => {
    if (query === null) return forget(phone);
    const timer = setTimeout(() => askInline(phone, query), PAUSE);
    return () => clearTimeout(timer);
  }, [query, phone.chat]);
  return query;
}

function forget(phone) {
  if (phone.inline) change(phone, { inline: null });
}

async function askInline(phone, query, before = null) {
  const { person, chat } = phone;
  const offset = before?.next_offset ?? "";
  const page = await attempt(phone, () => act("asks", { person, chat, query, offset }));
  if (phone.chat !== chat || inlineQuery(phone) !== query) return;
  const { results = [], query_id, next_offset, button } = page ?? {};
  const fresh = results.map((one, place) => ({ ...one, place, query_id }));
  const all = [...(before?.results ?? []), ...fresh];
  change(phone, { inline: { query, results: all, next_offset, button: before?.button ?? button } });
}

/** Send a result to the open chat, as an answer and in the topic that the phone is in. */
async function chooseResult(phone, { query_id, place }) {
  const { text, replyTo } = phone;
  const form = { person: phone.person, query_id, result: place, as_group: phone.isAsGroup };
  if (replyTo) form.reply_to = replyTo.message_id;
  if (phone.topic) form.thread = phone.topic;
  change(phone, { text: "", replyTo: null, inline: null });
  if (!(await perform(phone, "chooses", form))) change(phone, { text, replyTo });
}

/** The results as offers of the box. */
export function inlineOffers(phone) {
  return (phone.inline?.results ?? []).map((result) => ({
    key: `${result.query_id}-${result.place}`,
    view: html`<${Result} result=${result} />`,
    take: () => chooseResult(phone, result),
  }));
}

function Result({ result }) {
  const [letter] = result.title.trim();
  return html`
    <span class="result-mark hue-${letter.codePointAt(0) % HUES}" aria-hidden="true">${letter}</span>
    <span class="result-words">
      <b><bdi>${result.title}</bdi></b>
      ${result.description && html`<small><bdi>${result.description}</bdi></small>`}
    </span>
  `;
}

/** The panel around the results: the bot's button, and what to read while there are none. */
export function InlinePanel({ phone, children }) {
  const { inline } = phone;
  const more = ({ currentTarget: list }) => {
    const isEnd = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_END;
    if (!isEnd || !inline?.next_offset || inline.isAsking) return;
    inline.isAsking = true;
    askInline(phone, inline.query, inline);
  };
  return html`<div class="inline-panel" onScroll=${more}>
    ${inline?.button && html`<${ResultsButton} phone=${phone} button=${inline.button} />`}
    ${!inline && html`<p class="faint" role="status">${t("inline_asking")}</p>`}
    ${inline && !inline.results.length && html`<p class="faint">${t("inline_nothing")}</p>`}
    ${children}
  </div>`;
}

function ResultsButton({ phone, button }) {
  const link = `https://t.me/${state.bot.username}?start=${button.start_parameter}`;
  return html`<button type="button" class="results-button" onClick=${() => followLink(phone, link)}>
    <bdi>${button.text}</bdi>
  </button>`;
}
