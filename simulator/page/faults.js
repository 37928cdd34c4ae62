/** Let the bot's next requests go wrong. */

import { perform } from "./deeds.js";
import { chatOf, state } from "./store.js";
import { html } from "./vendor/htm-preact.js";
import { chatOptions } from "./views.js";
import { t } from "./words.js";

const METHODS = [
  "sendMessage",
  "editMessageText",
  "answerCallbackQuery",
  "sendDocument",
  "sendPhoto",
  "getUpdates",
];
const KINDS = ["429", "500", "502", "503", "504", "timeout", "drop", "lost_reply"];

export function FaultForm() {
  const add = (event) => {
    event.preventDefault();
    const { method, kind, times, retry_after: pause, chat } = event.target.elements;
    const form = {
      method: method.value,
      kind: kind.value,
      times: Number(times.value),
      retry_after: Number(pause.value),
    };
    if (chat.value) form.chat = Number(chat.value);
    perform(null, "faults", form);
  };
  return html`<section>
    <h3>${t("faults")}</h3>
    <p class="faint">${t("faults_intro")}</p>
    <form class="fields" onSubmit=${add}>
      <label>
        ${t("method")}
        <select name="method">
          <option value="*">${t("any_method")}</option>
          ${METHODS.map((name) => html`<option value=${name}>${name}</option>`)}
          <option value="file">${t("file_method")}</option>
        </select>
      </label>
      <label>
        ${t("kind")}
        <select name="kind">
          ${KINDS.map((kind) => html`<option value=${kind}>${t(`kind_${kind}`)}</option>`)}
        </select>
      </label>
      <label>
        ${t("in_chat")}
        <select name="chat"><option value="">${t("everywhere")}</option>${chatOptions()}</select>
      </label>
      <label>
        ${t("times")}
        <input type="number" name="times" min="1" max="1000" value="1" required />
      </label>
      <label>
        ${t("retry_after")}
        <input type="number" name="retry_after" min="1" max="3600" value="5" required />
      </label>
      <button type="submit">${t("add_fault")}</button>
    </form>
    <h4>${t("pending_faults")}</h4>
    <ul class="pending">
      ${state.faults.map((fault) => html`<li>${faultText(fault)}</li>`)}
    </ul>
    ${!state.faults.length && html`<p class="faint">${t("no_faults")}</p>`}
  </section>`;
}

function faultText(fault) {
  const where = fault.chat_id ? chatOf(fault.chat_id)?.title : t("everywhere");
  return `${fault.method} · ${t(`kind_${fault.kind}`)} · ×${fault.times} · ${where}`;
}
