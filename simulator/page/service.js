/** Messages that tell of the chat: somebody came, a new title, a topic. */

import { authorOf, listed, nameOf } from "./views.js";
import { t } from "./words.js";

const SENTENCES = {
  new_chat_members: joined,
  left_chat_member: left,
  new_chat_title: (message) => t("renamed", { title: apart(message.new_chat_title) }),
  group_chat_created: () => t("created"),
  supergroup_chat_created: () => t("created"),
  migrate_to_chat_id: () => t("migrated"),
  migrate_from_chat_id: () => t("migrated"),
  pinned_message: (message) => t("pinned_by", { by: apart(authorOf(message).name) }),
  forum_topic_created: (message) =>
    t("topic_opened", { name: apart(message.forum_topic_created.name) }),
  forum_topic_edited: () => t("topic_changed"),
  forum_topic_closed: () => t("topic_changed"),
  forum_topic_reopened: () => t("topic_changed"),
};

/** Keeps a name that somebody typed from turning the sentence around it. */
const apart = (name) => `\u2068${name}\u2069`;

/** The sentence for a service message; null for what somebody wrote. */
export function serviceText(message) {
  const kind = Object.keys(SENTENCES).find((field) => message[field] !== undefined);
  return kind ? SENTENCES[kind](message) : null;
}

function joined(message) {
  const names = listed(message.new_chat_members.map((user) => apart(nameOf(user))));
  const isAlone = message.new_chat_members.some((user) => user.id === message.from?.id);
  return isAlone
    ? t("joined", { names })
    : t("added", { by: apart(authorOf(message).name), names });
}

function left(message) {
  const name = apart(nameOf(message.left_chat_member));
  const isAlone = message.left_chat_member.id === message.from?.id;
  return isAlone ? t("left", { name }) : t("removed", { by: apart(authorOf(message).name), name });
}
