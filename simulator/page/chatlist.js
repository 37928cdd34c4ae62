/** The chats on a phone, the newest first. */

import { openChat } from "./phones.js";
import { chatsOf, state } from "./store.js";
import { html } from "./vendor/htm-preact.js";
import { authorOf, Avatar, clockTime, Name, summary, titleOf } from "./views.js";
import { t } from "./words.js";
import { serviceText } from "./service.js";

export function ChatList({ phone }) {
  const chats = chatsOf(phone.person);
  return html`<ul class="chats" aria-label=${t("chats")}>
    ${chats.map((chat) => html`<${Row} key=${chat.id} phone=${phone} chat=${chat} />`)}
    ${!chats.length && html`<li class="empty">${t("no_chats")}</li>`}
  </ul>`;
}

function Row({ phone, chat }) {
  const unread = phone.unread[chat.id];
  const id = chat.type === "private" ? state.bot.id : chat.id;
  return html`<li>
    <button type="button" onClick=${() => openChat(phone, chat.id)}>
      <${Avatar} id=${id} name=${titleOf(chat)} />
      <span class="chat-line">
        <b><${Name}>${titleOf(chat)}</${Name}></b>
        <small>${lastWords(chat)}</small>
      </span>
      <span class="chat-side">
        ${chat.last && html`<small>${clockTime(chat.last.date * 1000)}</small>`}
        ${
          unread &&
          html`<span class="badge" aria-label=${t("unread", { count: unread })}>${unread}</span>`
        }
      </span>
    </button>
  </li>`;
}

function lastWords(chat) {
  if (!chat.last) return t("no_messages");
  const service = serviceText(chat.last);
  if (service) return service;
  const author = chat.type === "private" ? "" : `${authorOf(chat.last).name}: `;
  return html`<bdi>${author}${summary(chat.last)}</bdi>`;
}
