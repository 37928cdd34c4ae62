/** Every request of the bot, the newest first; what Telegram refused stands out. */

import { chatOf, state } from "./store.js";
import { html, useState } from "./vendor/htm-preact.js";
import { clockSeconds } from "./views.js";
import { t } from "./words.js";

const SHOWN = 100;
const POLLING = "getupdates";

export function CallLog() {
  const [isFiltered, setFiltered] = useState(false);
  const calls = state.calls.filter((call) => call.method.toLowerCase() !== POLLING);
  const refused = calls.filter((call) => call.refusal || call.fault);
  const shown = (isFiltered ? refused : calls).slice(-SHOWN).reverse();
  return html`<section class="calls">
    <h3>${t("calls")} <small>${t("refused_count", { count: refused.length })}</small></h3>
    <label class="check">
      <input type="checkbox" checked=${isFiltered} onChange=${() => setFiltered(!isFiltered)} />
      ${t("only_refused")}
    </label>
    <div class="call-list" tabindex="0" role="region" aria-label=${t("calls")}>
      ${shown.map((call) => html`<${Call} key=${call.number} call=${call} />`)}
      ${!shown.length && html`<p class="faint">${t("calls_none")}</p>`}
    </div>
  </section>`;
}

function whereTo(call) {
  const id = call.params.chat_id;
  return id === undefined ? "" : (chatOf(Number(id))?.title ?? id);
}

function Call({ call }) {
  const { refusal, fault } = call;
  return html`<details class=${refusal || fault ? "is-refused" : ""}>
    <summary>
      <time>${clockSeconds(new Date(call.at))}</time> <b>${call.method}</b>
      <span class="where"><bdi>${whereTo(call)}</bdi></span>
      ${fault && html`<em>${t("fault")} ${fault}</em>`}
      ${refusal && html`<em>${refusal.error_code} ${refusal.description}</em>`}
    </summary>
    <h4>${t("asked")}</h4>
    <pre>${JSON.stringify(call.params, null, 1)}</pre>
    <h4>${t("answer")}</h4>
    <pre>${JSON.stringify(refusal ?? call.result, null, 1)}</pre>
  </details>`;
}
