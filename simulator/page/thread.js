/** The messages of an open chat: oldest at the top, the newest in view. */

import { Message } from "./message.js";
import { change } from "./phones.js";
import { state } from "./store.js";
import { html, useLayoutEffect, useRef } from "./vendor/htm-preact.js";
import { authorOf, dayOf, summary } from "./views.js";
import { serviceText } from "./service.js";
import { t } from "./words.js";

const NEAR_END = 120;
const SHOWN_AT_MOST = 200;

export function Thread({ phone, chat }) {
  const thread = state.threads[chat.id];
  const messages = inTopic(thread?.messages ?? [], chat, phone.topic).slice(-SHOWN_AT_MOST);
  const list = useRef(null);
  const follow = useFollowing(list, `${chat.id}:${phone.topic}`, messages);
  const toMessage = (id) => {
    const target = list.current.querySelector(`[data-message="${id}"]`);
    target?.scrollIntoView({ block: "center" });
    target?.focus();
  };
  return html`
    ${thread?.pinned.length > 0 && html`<${Pinned} thread=${thread} onGo=${toMessage} />`}
    <div
      class="thread"
      role="log"
      tabindex="0"
      aria-label=${t("messages")}
      ref=${list}
      onScroll=${follow}
      onKeyDown=${(event) => walk(event, phone, messages)}
    >
      ${messages.map(
        (message, place) => html`<${Row}
          key=${message.message_id}
          phone=${phone}
          chat=${chat}
          message=${message}
          previous=${messages[place - 1]}
          next=${messages[place + 1]}
          reactions=${reactionsTo(thread, message)}
          onQuote=${toMessage}
        />`,
      )}
      ${thread && !messages.length && html`<p class="service">${t("no_messages")}</p>`}
    </div>
  `;
}

/** Stay at the end while messages come, unless the reader has scrolled up. */
function useFollowing(list, place, messages) {
  const isAtEnd = useRef(true);
  const shownPlace = useRef(null);
  useLayoutEffect(() => {
    if (shownPlace.current !== place) isAtEnd.current = true;
    shownPlace.current = place;
    if (isAtEnd.current) list.current.scrollTop = list.current.scrollHeight;
  }, [place, messages]);
  return () => {
    const { scrollHeight, scrollTop, clientHeight } = list.current;
    isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
  };
}

function inTopic(messages, chat, topic) {
  if (!chat.is_forum) return messages;
  const isGeneral = (message) => !message.is_topic_message && !message.forum_topic_created;
  if (topic === 0) return messages.filter(isGeneral);
  return messages.filter((message) => message.message_thread_id === topic);
}

const reactionsTo = (thread, message) =>
  thread.reactions.filter((reaction) => reaction.message_id === message.message_id);

/** Arrows go from message to message, Enter opens what can be done with one. */
function walk(event, phone, messages) {
  const focused = event.target.closest?.("[data-message]");
  if (event.key === "Enter" && focused === event.target) {
    const id = Number(focused.dataset.message);
    event.preventDefault();
    change(phone, {
      sheet: { kind: "message", message: messages.find((one) => one.message_id === id) },
    });
  }
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  if (event.target !== event.currentTarget && event.target !== focused) return;
  const all = [...event.currentTarget.querySelectorAll("[data-message]")];
  const here = focused ? all.indexOf(focused) : all.length;
  const target = all[here + (event.key === "ArrowUp" ? -1 : 1)];
  if (!target) return;
  event.preventDefault();
  target.focus();
}

function Pinned({ thread, onGo }) {
  const pinned = thread.messages.find((message) => message.message_id === thread.pinned.at(-1));
  if (!pinned) return null;
  return html`<button type="button" class="pinned" onClick=${() => onGo(pinned.message_id)}>
    <b>${t("pinned")}</b><small>${summary(pinned)}</small>
  </button>`;
}

function Row({ phone, chat, message, previous, next, reactions, onQuote }) {
  const day = dayOf(message.date * 1000);
  const isNewDay = !previous || dayOf(previous.date * 1000) !== day;
  const service = serviceText(message);
  return html`
    ${isNewDay && html`<p class="service">${day}</p>`}
    ${
      service
        ? html`<p class="service"><bdi>${service}</bdi></p>`
        : html`<${Message}
          phone=${phone}
          chat=${chat}
          message=${message}
          isFirst=${isNewDay || !isSameAuthor(previous, message)}
          isLast=${!isSameAuthor(next, message)}
          reactions=${reactions}
          onQuote=${onQuote}
        />`
    }
  `;
}

function isSameAuthor(one, other) {
  if (!one || serviceText(one)) return false;
  return authorOf(one).id === authorOf(other).id;
}
