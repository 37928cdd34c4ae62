/** What lies over a chat until it is closed: alerts, menus, questions, a photo. */

import { attach, openInGroup, react, remove } from "./deeds.js";
import { ChatMenu, MemberMenu, MembersList, NewTopic } from "./groupmenu.js";
import { isOwn } from "./message.js";
import { change, openChat, showToast } from "./phones.js";
import { chatsOf, isChief, isPresent, standing, state } from "./store.js";
import { html } from "./vendor/htm-preact.js";
import { Item, Name, Sheet, titleOf } from "./views.js";
import { t } from "./words.js";

const REACTIONS = ["👍", "❤", "🔥", "🎉", "👏", "😁", "🤔", "👎"];

const KINDS = {
  alert: Alert,
  message: MessageMenu,
  chat: ChatMenu,
  members: MembersList,
  member: MemberMenu,
  topic: NewTopic,
  link: LinkQuestion,
  groups: GroupQuestion,
  share: ShareQuestion,
  attach: AttachQuestion,
  photo: PhotoView,
};
const LABELS = {
  message: "message_actions",
  chat: "chat_menu",
  members: "members",
  member: "members",
  topic: "new_topic",
  link: "opens_outside",
  groups: "which_group",
  share: "which_chat",
  attach: "attach",
  photo: "photo",
};

export function PhoneSheet({ phone, chat }) {
  const { kind } = phone.sheet;
  const close = () => change(phone, { sheet: null });
  const isAlert = kind === "alert";
  const label = isAlert ? phone.sheet.text : t(LABELS[kind]);
  const role = isAlert ? "alertdialog" : "dialog";
  return html`<${Sheet} label=${label} role=${role} onClose=${close}>
    <${KINDS[kind]} phone=${phone} chat=${chat} sheet=${phone.sheet} close=${close} />
  </${Sheet}>`;
}

function Alert({ sheet, close }) {
  return html`
    <p class="alert-text" dir="auto">${sheet.text}</p>
    <button type="button" class="primary wide" onClick=${close}>${t("ok")}</button>
  `;
}

function MessageMenu({ phone, chat, sheet, close }) {
  const { message } = sheet;
  const own = isOwn(message, phone.person);
  const text = message.text ?? message.caption;
  const isEditable = own && message.text && !message.via_bot;
  const isCopyable = text && !message.has_protected_content;
  const isDeletable = own || isChief(chat, phone.person);
  const and = (deed) => () => {
    close();
    deed();
  };
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    showToast(phone, t("copied"));
  };
  const write = (values) => and(() => change(phone, { ...values, wantsFocus: true }));
  const erase = and(() => remove(phone, message));
  const edit = write({ editing: message, text });
  return html`
    <div class="emoji-row">
      ${REACTIONS.map(
        (emoji) => html`<button
          type="button"
          class="round"
          aria-label=${t("react", { emoji })}
          onClick=${and(() => react(phone, message, emoji))}
        >
          ${emoji}
        </button>`,
      )}
    </div>
    <${Item} label=${t("reply")} onClick=${write({ replyTo: message, editing: null })} />
    ${isEditable && html`<${Item} label=${t("edit")} onClick=${edit} />`}
    ${isCopyable && html`<${Item} label=${t("copy")} onClick=${and(copy)} />`}
    ${isDeletable && html`<${Item} label=${t("delete")} isGrave onClick=${erase} />`}
    <${Item} label=${t("cancel")} onClick=${close} />
  `;
}

function LinkQuestion({ sheet, close }) {
  const isWeb = /^https?:\/\//i.test(sheet.url);
  return html`
    <p>${t("opens_outside")}</p>
    <p class="address"><bdi>${sheet.url}</bdi></p>
    ${
      isWeb &&
      html`<a
      class="item"
      href=${sheet.url}
      target="_blank"
      rel="noopener noreferrer"
      onClick=${close}
    >
      ${t("open_link")}
    </a>`
    }
    <${Item} label=${t("cancel")} onClick=${close} />
  `;
}

function GroupQuestion({ phone, sheet, close }) {
  const groups = state.chats.filter((chat) => isPresent(standing(chat, phone.person)));
  return html`
    <p>${t("which_group")}</p>
    ${groups.map(
      (group) =>
        html`<${Item}
          label=${group.title}
          onClick=${() => openInGroup(phone, sheet.url, group.id)}
        />`,
    )}
    <${Item} label=${t("cancel")} onClick=${close} />
  `;
}

/** Where to begin an inline query that a button asks for. */
function ShareQuestion({ phone, sheet, close }) {
  return html`
    <p>${t("which_chat")}</p>
    ${chatsOf(phone.person).map(
      (chat) =>
        html`<${Item}
          label=${titleOf(chat)}
          onClick=${() => {
            openChat(phone, chat.id);
            change(phone, { text: sheet.text });
          }}
        />`,
    )}
    <${Item} label=${t("cancel")} onClick=${close} />
  `;
}

function AttachQuestion({ phone, sheet, close }) {
  const as = (kind) => () => {
    close();
    attach(phone, sheet.file, kind);
  };
  return html`
    <p><b><${Name}>${sheet.file.name}</${Name}></b></p>
    <p class="faint">${t("attach_hint")}</p>
    <${Item} label=${t("as_photo")} onClick=${as("photo")} />
    <${Item} label=${t("as_file")} onClick=${as("document")} />
    <${Item} label=${t("cancel")} onClick=${close} />
  `;
}

function PhotoView({ sheet, close }) {
  return html`
    <img class="photo-whole" src=${sheet.address} alt=${sheet.caption ?? t("photo")} />
    <button type="button" class="wide" onClick=${close}>${t("close")}</button>
  `;
}
