/** The menu of a chat: blocking, membership, rights, topics. */

import { block, changeMember, migrate, openTopic } from "./deeds.js";
import { change, openChat } from "./phones.js";
import { isChief, isPresent, personOf, standing, state } from "./store.js";
import { html } from "./vendor/htm-preact.js";
import { Avatar, IconButton, Item, Name } from "./views.js";
import { t } from "./words.js";

export function ChatMenu(props) {
  const { chat } = props;
  return chat.type === "private"
    ? html`<${PrivateMenu} ...${props} />`
    : html`<${GroupMenu} ...${props} />`;
}

function PrivateMenu({ phone, close }) {
  const isBlocked = personOf(phone.person).is_blocked;
  const turn = () => {
    close();
    block(phone, !isBlocked);
  };
  return html`
    <${Item} label=${t(isBlocked ? "unblock" : "block")} isGrave=${!isBlocked} onClick=${turn} />
    <${Item} label=${t("cancel")} onClick=${close} />
  `;
}

function GroupMenu({ phone, chat, close }) {
  const to = (kind) => () => change(phone, { sheet: { kind } });
  const and = (deed) => () => {
    close();
    deed();
  };
  const chief = isChief(chat, phone.person);
  const speak = () => change(phone, { isAsGroup: !phone.isAsGroup, sheet: null, wantsFocus: true });
  const speakLabel = (phone.isAsGroup ? "✓ " : "") + t("speak_as_group");
  const leave = async () => {
    await changeMember(phone, "leave");
    openChat(phone, null);
  };
  return html`
    <${Item} label=${t("members")} onClick=${to("members")} />
    ${chief && html`<${BotItems} phone=${phone} chat=${chat} close=${close} />`}
    ${chief && html`<${Item} label=${speakLabel} onClick=${speak} />`}
    ${chat.is_forum && html`<${Item} label=${t("new_topic")} onClick=${to("topic")} />`}
    ${
      chat.type === "group" &&
      chief &&
      html`<${Item} label=${t("migrate")} onClick=${and(() => migrate(phone))} />`
    }
    <${Item} label=${t("leave")} isGrave onClick=${and(leave)} />
    <${Item} label=${t("cancel")} onClick=${close} />
  `;
}

function BotItems({ phone, chat, close }) {
  const isHere = isPresent(chat.bot_status);
  const isAdmin = chat.bot_status === "administrator";
  const actions = isHere ? [isAdmin ? "demote_bot" : "promote_bot", "kick_bot"] : ["add_bot"];
  return actions.map((action) => {
    const turn = () => {
      close();
      changeMember(phone, action, null);
    };
    return html`<${Item} label=${t(action)} isGrave=${action === "kick_bot"} onClick=${turn} />`;
  });
}

export function MembersList({ phone, chat, close }) {
  const present = chat.members.filter((member) => isPresent(member.status));
  const absent = state.people.filter((person) => !isPresent(standing(chat, person.id)));
  const chief = isChief(chat, phone.person);
  const add = (person) => () => changeMember(phone, "add", person.id);
  const isChangeable = ({ id }) => chief && id !== phone.person && id !== state.bot.id;
  return html`
    <ul class="members">
      ${present.map(
        (member) => html`<li>
          <${Avatar} id=${member.id} name=${member.name} />
          <span>
            <b><${Name}>${member.name}</${Name}></b>
            <small>${t(`role_${member.status}`)}</small>
            ${member.is_anonymous && html`<small>${t("anonymous")}</small>`}
          </span>
          ${isChangeable(member) && html`<${MemberButton} phone=${phone} member=${member} />`}
        </li>`,
      )}
    </ul>
    ${absent.length > 0 && html`<p class="faint">${t("add_member")}</p>`}
    ${absent.map((person) => html`<${Item} label=${`＋ ${person.name}`} onClick=${add(person)} />`)}
    <${Item} label=${t("close")} onClick=${close} />
  `;
}

const MemberButton = ({ phone, member }) =>
  html`<${IconButton}
    label=${member.name}
    icon="⋮"
    onClick=${() => change(phone, { sheet: { kind: "member", member } })}
  />`;

export function MemberMenu({ phone, sheet }) {
  const { member } = sheet;
  const back = () => change(phone, { sheet: { kind: "members" } });
  const actions =
    member.status === "administrator"
      ? ["demote", "remove"]
      : ["promote", "promote_anonymous", "remove"];
  const turn = (action) => async () => {
    await changeMember(phone, action, member.id);
    back();
  };
  return html`
    <p><b><${Name}>${member.name}</${Name}></b></p>
    ${actions.map(
      (action) =>
        html`<${Item} label=${t(action)} isGrave=${action === "remove"} onClick=${turn(action)} />`,
    )}
    <${Item} label=${t("cancel")} onClick=${back} />
  `;
}

export function NewTopic({ phone, close }) {
  const open = (event) => {
    event.preventDefault();
    const name = event.target.elements.name.value.trim();
    if (!name) return;
    close();
    openTopic(phone, name);
  };
  return html`<form class="fields" onSubmit=${open}>
    <label>${t("topic_name")}<input name="name" maxlength="128" required /></label>
    <button type="submit" class="primary wide">${t("ok")}</button>
    <${Item} label=${t("cancel")} onClick=${close} />
  </form>`;
}
