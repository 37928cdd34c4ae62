/** One message: its bubble, its buttons, the reactions to it. */

import { fileAddress } from "./api.js";
import { followLink, react, say } from "./deeds.js";
import { richText } from "./entities.js";
import { InlineKeyboard } from "./keyboards.js";
import { change } from "./phones.js";
import { html } from "./vendor/htm-preact.js";
import { authorOf, Avatar, clockTime, hueOf, IconButton, Name, summary } from "./views.js";
import { t } from "./words.js";

const BYTES_IN_KB = 1024;
// Telegram's apps do not show what a deep link carries.
const DEEP_LINK = /^\/start [\w-]{1,64}$/;

export const isOwn = (message, personId) => message.from?.id === personId && !message.sender_chat;

export function Message({ phone, chat, message, isFirst, isLast, reactions, onQuote }) {
  const own = isOwn(message, phone.person);
  const author = authorOf(message);
  const isNamed = isFirst && !own && chat.type !== "private";
  const openMenu = () => change(phone, { sheet: { kind: "message", message } });
  const onContextMenu = (event) => {
    event.preventDefault();
    openMenu();
  };
  return html`<article
    class="message ${own ? "is-own" : ""} ${isLast ? "is-last" : ""}"
    data-message=${message.message_id}
    tabindex="-1"
    aria-label="${author.name}, ${clockTime(message.date * 1000)}"
  >
    ${chat.type !== "private" && !own && html`<${Side} author=${author} isShown=${isLast} />`}
    <div class="message-body">
      <div class="bubble" onContextMenu=${onContextMenu}>
        ${isNamed && html`<${Author} author=${author} message=${message} />`}
        ${message.via_bot && html`<${Via} phone=${phone} bot=${message.via_bot} />`}
        <${Quote} message=${message} onGo=${onQuote} />
        <${Content} phone=${phone} message=${message} />
        <${Foot} message=${message} />
        <${IconButton}
          label=${t("message_actions")}
          icon="⌄"
          class="round more"
          tabindex="-1"
          onClick=${openMenu}
        />
      </div>
      <${InlineKeyboard} phone=${phone} message=${message} />
      <${Reactions} phone=${phone} message=${message} reactions=${reactions} />
    </div>
  </article>`;
}

const Side = ({ author, isShown }) =>
  html`<span class="side">
    ${isShown && html`<${Avatar} id=${author.id} name=${author.name} />`}
  </span>`;

function Author({ author, message }) {
  const role = author.isBot ? t("bot") : author.isAnonymous && t("anonymous");
  return html`<p class="author ${hueOf(author.id)}">
    <${Name}>${author.name}</${Name}> ${role && html`<small>${role}</small>`}
    ${message.author_signature && html`<small>${message.author_signature}</small>`}
  </p>`;
}

/** By which bot's inline mode it was sent; a press asks that bot again. */
function Via({ phone, bot }) {
  const ask = () => change(phone, { text: `@${bot.username} `, wantsFocus: true });
  return html`<p class="via">
    ${t("via")} <button type="button" class="link" onClick=${ask}>@${bot.username}</button>
  </p>`;
}

/** The message that this one answers; in a topic every message answers its beginning. */
function Quote({ message, onGo }) {
  const quoted = message.reply_to_message;
  if (!quoted || quoted.forum_topic_created) return null;
  return html`<button type="button" class="quote" onClick=${() => onGo(quoted.message_id)}>
    <b><${Name}>${authorOf(quoted).name}</${Name}></b><small>${summary(quoted)}</small>
  </button>`;
}

function Content({ phone, message }) {
  const on = {
    link: (url) => followLink(phone, url),
    command: (words) => say(phone, words),
  };
  const text = message.text?.replace(DEEP_LINK, "/start") ?? message.caption;
  const words =
    text &&
    html`<div class="text" dir="auto">
      ${richText(text, message.entities ?? message.caption_entities, on)}
    </div>`;
  const attached = html`<${Attached} phone=${phone} message=${message} />`;
  return message.show_caption_above_media ? [words, attached] : [attached, words];
}

function Attached({ phone, message }) {
  if (message.photo) return html`<${Photo} phone=${phone} message=${message} />`;
  if (message.document) return html`<${File} file=${message.document} />`;
  if (message.location) {
    const { latitude, longitude } = message.location;
    return html`<p>${t("location", { place: `${latitude}, ${longitude}` })}</p>`;
  }
  if (message.contact) return html`<p>${t("contact", { name: message.contact.phone_number })}</p>`;
  if (message.sticker) return html`<p class="sticker">${message.sticker.emoji}</p>`;
  if (message.voice) return html`<p>${t("voice", { seconds: message.voice.duration })}</p>`;
  return !message.text && !message.caption && html`<p class="faint">${t("not_shown")}</p>`;
}

function Photo({ phone, message }) {
  const photo = message.photo.at(-1);
  const address = fileAddress(photo.file_id);
  const show = () => change(phone, { sheet: { kind: "photo", address, caption: message.caption } });
  return html`<button type="button" class="photo" aria-label=${t("photo")} onClick=${show}>
    <img src=${address} alt="" width=${photo.width} height=${photo.height} />
  </button>`;
}

function File({ file }) {
  const name = file.file_name ?? "";
  const size = Math.max(1, Math.round((file.file_size ?? 0) / BYTES_IN_KB));
  return html`<a
    class="file"
    href=${fileAddress(file.file_id)}
    download=${name}
    aria-label=${t("download", { name })}
  >
    <span class="file-mark" aria-hidden="true">↓</span>
    <span><b><${Name}>${name}</${Name}></b><small>${size} KB</small></span>
  </a>`;
}

function Foot({ message }) {
  return html`<span class="foot">
    ${!message.visible_to_bot && html`<${Mark} sign="⊘" label=${t("hidden_from_bot")} />`}
    ${message.has_protected_content && html`<${Mark} sign="🔒" label=${t("protected")} />`}
    ${message.edit_date && html`<span>${t("edited")}</span>`}
    <time>${clockTime(message.date * 1000)}</time>
  </span>`;
}

const Mark = ({ sign, label }) =>
  html`<span role="img" aria-label=${label} title=${label}>${sign}</span>`;

function Reactions({ phone, message, reactions }) {
  if (!reactions.length) return null;
  const counts = new Map();
  for (const { emoji } of reactions) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  const mine = new Set(
    reactions.filter((one) => one.user === phone.person).map((one) => one.emoji),
  );
  return html`<div class="reactions">
    ${[...counts].map(
      ([emoji, count]) => html`<button
        type="button"
        aria-pressed=${mine.has(emoji)}
        aria-label=${t(mine.has(emoji) ? "take_back" : "react", { emoji })}
        onClick=${() => react(phone, message, mine.has(emoji) ? null : emoji)}
      >
        ${emoji} ${count}
      </button>`,
    )}
  </div>`;
}
