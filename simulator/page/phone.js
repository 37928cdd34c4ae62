/** One phone: whose it is, its chats or an open one, and what lies over them. */

import { ChatList } from "./chatlist.js";
import { Composer } from "./composer.js";
import { change, closePhone, openChat, shownChat, switchPerson } from "./phones.js";
import { PhoneSheet } from "./sheets.js";
import { isPresent, personOf, state } from "./store.js";
import { Thread } from "./thread.js";
import { html } from "./vendor/htm-preact.js";
import { authorOf, Avatar, IconButton, Name, peopleOptions, summary, titleOf } from "./views.js";
import { t } from "./words.js";

export function Phone({ phone }) {
  const person = personOf(phone.person);
  if (!person) return null;
  const chat = shownChat(phone);
  const isCurrent = state.view === phone.number ? "is-current" : "";
  return html`<section
    class="phone ${isCurrent}"
    id="phone-${phone.number}"
    tabindex="-1"
    aria-label=${t("phone_of", { name: person.name })}
  >
    <${Owner} phone=${phone} person=${person} />
    ${chat && html`<${OpenChat} phone=${phone} chat=${chat} />`}
    ${!chat && html`<${ChatList} phone=${phone} />`}
    ${phone.banner && html`<${Banner} phone=${phone} />`}
    <div class="toast" role="status">${phone.toast && html`<span>${phone.toast}</span>`}</div>
    ${phone.sheet && html`<${PhoneSheet} key=${phone.sheet.kind} phone=${phone} chat=${chat} />`}
  </section>`;
}

function Owner({ phone, person }) {
  const choose = (event) => switchPerson(phone, Number(event.target.value));
  return html`<header class="owner">
    <${Avatar} id=${person.id} name=${person.name} />
    <select aria-label=${t("switch_person")} value=${person.id} onChange=${choose}>
      ${peopleOptions()}
    </select>
    <span class="owner-language">${person.language_code}</span>
    <${IconButton} label=${t("close_phone")} icon="✕" onClick=${() => closePhone(phone)} />
  </header>`;
}

function OpenChat({ phone, chat }) {
  const topic = chat.topics?.find((one) => one.thread_id === phone.topic);
  const isTopicList = chat.is_forum && phone.topic === null;
  const back = () => (topic ? openChat(phone, chat.id) : openChat(phone, null));
  const openMenu = () => change(phone, { sheet: { kind: "chat" } });
  return html`
    <header class="chat-head">
      <${IconButton} label=${t("back")} icon="‹" onClick=${back} />
      <${Avatar} id=${chat.type === "private" ? state.bot.id : chat.id} name=${titleOf(chat)} />
      <div class="chat-title">
        <b><${Name}>${topic ? topic.name : titleOf(chat)}</${Name}></b>
        <small>${subtitle(chat)}</small>
      </div>
      <${IconButton} label=${t("chat_menu")} icon="⋮" aria-haspopup="dialog" onClick=${openMenu} />
    </header>
    ${
      isTopicList
        ? html`<${Topics} phone=${phone} chat=${chat} />`
        : html`<${Thread} phone=${phone} chat=${chat} /><${Composer} phone=${phone} chat=${chat} />`
    }
  `;
}

function subtitle(chat) {
  if (chat.type === "private") return t(chat.bot_status === "member" ? "bot" : "blocked");
  const count = chat.members.filter((member) => isPresent(member.status)).length;
  return `${t("members_count", { count })} · ${t(botStanding(chat))}`;
}

function botStanding(chat) {
  if (chat.bot_status === "left" || chat.bot_status === "kicked") return "bot_left";
  const readsAll = chat.bot_status === "administrator" || state.bot.can_read_all_group_messages;
  return readsAll ? "bot_reads_all" : "bot_reads_some";
}

function Topics({ phone, chat }) {
  const topics = [{ thread_id: 0, name: t("general") }, ...chat.topics];
  return html`<ul class="chats" aria-label=${t("topics")}>
    ${topics.map(
      (topic) => html`<li>
        <button type="button" onClick=${() => openChat(phone, chat.id, topic.thread_id)}>
          <span class="topic-mark" aria-hidden="true">#</span>
          <span class="chat-line"><b><${Name}>${topic.name}</${Name}></b></span>
        </button>
      </li>`,
    )}
  </ul>`;
}

function Banner({ phone }) {
  const { chat, message } = phone.banner;
  const author = authorOf(message);
  return html`<button type="button" class="banner" onClick=${() => openChat(phone, chat)}>
    <${Avatar} id=${author.id} name=${author.name} />
    <span><b><${Name}>${author.name}</${Name}></b><small>${summary(message)}</small></span>
  </button>`;
}
