/** A text and its entities as elements. Nothing is read as markup: what was typed stays text. */

import { html, useState } from "./vendor/htm-preact.js";
import { t } from "./words.js";

const SIMPLE = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
};
const WEB = /^https?:\/\//i;

/**
 * The nodes of a text. Entities either contain each other or are apart, so they form a tree; their
 * offsets count UTF-16 units, as strings here do.
 *
 * `on` says what links and commands do: `{link(url), command(text)}`.
 */
export function richText(text, entities = [], on) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted, on);
}

function nodes(text, start, end, entities, on) {
  const found = [];
  let place = start;
  let rest = entities;
  while (rest.length) {
    const [entity, ...others] = rest;
    const last = Math.min(entity.offset + entity.length, end);
    const inside = others.filter((one) => one.offset < last);
    if (entity.offset > place) found.push(text.slice(place, entity.offset));
    found.push(element(entity, text, nodes(text, entity.offset, last, inside, on), on));
    place = last;
    rest = others.slice(inside.length);
  }
  if (place < end) found.push(text.slice(place, end));
  return found;
}

function element(entity, text, children, on) {
  const words = text.slice(entity.offset, entity.offset + entity.length);
  const tag = SIMPLE[entity.type];
  if (tag) return html`<${tag}>${children}</${tag}>`;
  switch (entity.type) {
    case "pre":
      return html`<pre data-language=${entity.language}><code>${children}</code></pre>`;
    case "spoiler":
      return html`<${Spoiler}>${children}</${Spoiler}>`;
    case "expandable_blockquote":
      return html`<${LongQuote}>${children}</${LongQuote}>`;
    case "text_link":
      return html`<${Link} open=${() => on.link(entity.url)} title=${entity.url}>
        ${children}
      </${Link}>`;
    case "url":
      return html`<${Link} open=${() => on.link(WEB.test(words) ? words : `http://${words}`)}>
        ${children}
      </${Link}>`;
    case "bot_command":
      return html`<${Link} open=${() => on.command(words)}>${children}</${Link}>`;
    case "mention":
    case "text_mention":
    case "hashtag":
    case "cashtag":
    case "email":
    case "phone_number":
    case "bank_card":
      return html`<span class="tinted">${children}</span>`;
    default:
      return children;
  }
}

const Link = ({ open, title, children }) =>
  html`<button type="button" class="link" title=${title} onClick=${open}>${children}</button>`;

function Spoiler({ children }) {
  const [isShown, setShown] = useState(false);
  if (isShown) return html`<span class="spoiler is-shown">${children}</span>`;
  return html`<button
    type="button"
    class="spoiler"
    aria-label=${t("show_spoiler")}
    onClick=${() => setShown(true)}
  >
    <span aria-hidden="true">${children}</span>
  </button>`;
}

function LongQuote({ children }) {
  const [isLong, setLong] = useState(false);
  if (isLong) return html`<blockquote>${children}</blockquote>`;
  const expand = () => setLong(true);
  return html`<blockquote>
    <div class="is-cut">${children}</div>
    <button type="button" class="link" onClick=${expand}>${t("expand")}</button>
  </blockquote>`;
}
