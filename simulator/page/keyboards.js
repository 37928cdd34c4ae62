/** Buttons that the bot offers: below a message, and instead of the keyboard. */

import { press, tap } from "./deeds.js";
import { html } from "./vendor/htm-preact.js";
import { t } from "./words.js";

export function InlineKeyboard({ phone, message }) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return html`<div class="inline-keys">
    ${rows.map(
      (row) => html`<div class="row">
        ${row.map(
          (button) => html`<${InlineKey} phone=${phone} message=${message} button=${button} />`,
        )}
      </div>`,
    )}
  </div>`;
}

function InlineKey({ phone, message, button }) {
  const isBusy = phone.pressing.has(`${message.message_id}:${button.callback_data}`);
  return html`<button
    type="button"
    class="key ${isBusy ? "is-busy" : ""}"
    aria-busy=${isBusy}
    title=${button.url}
    onClick=${() => press(phone, message, button)}
  >
    <bdi>${button.text}</bdi>
    ${button.url && html`<span class="key-mark" aria-hidden="true">↗</span>`}
  </button>`;
}

export function ReplyKeyboard({ phone, keyboard }) {
  return html`<div class="reply-keys" role="group" aria-label=${t("keys")}>
    ${keyboard.keyboard.map(
      (row) => html`<div class="row">
        ${row.map(
          (key) => html`<button type="button" class="key" onClick=${() => tap(phone, key)}>
            <bdi>${key.text}</bdi>
          </button>`,
        )}
      </div>`,
    )}
  </div>`;
}
