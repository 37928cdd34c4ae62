/** Behind the scenes: what the bot asked for, faults to make, people and groups to add. */

import { CallLog } from "./calls.js";
import { FaultForm } from "./faults.js";
import { PeopleForms } from "./people.js";
import { html } from "./vendor/htm-preact.js";
import { t } from "./words.js";

export function Tools({ isCurrent }) {
  return html`<aside class="panel tools ${isCurrent ? "is-current" : ""}" aria-label=${t("tools")}>
    <h2>${t("tools")}</h2>
    <${CallLog} />
    <${FaultForm} />
    <${PeopleForms} />
  </aside>`;
}
