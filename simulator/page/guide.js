/** The first thing a newcomer reads: what this is, and a few things to try in order. */

import { moveToNextMoment, playScene } from "./deeds.js";
import { openChat, phoneOf } from "./phones.js";
import { changed, personOf, state } from "./store.js";
import { html } from "./vendor/htm-preact.js";
import { Avatar } from "./views.js";
import { pick, t } from "./words.js";

export function Guide({ isCurrent }) {
  const { steps = [] } = state.stage;
  return html`<aside class="panel guide ${isCurrent ? "is-current" : ""}" aria-label=${t("guide")}>
    <h2>${t("guide")}</h2>
    <p class="intro">${t("guide_intro", { bot: state.bot?.first_name ?? "Linli" })}</p>
    <ol class="steps">${steps.map((step) => html`<${Step} step=${step} />`)}</ol>
    <${Scenes} />
  </aside>`;
}

function Step({ step }) {
  const person = step.phone && personOf(step.phone.person);
  return html`<li>
    <p>${pick(step.text)}</p>
    ${step.draft && html`<code class="draft">${step.draft}</code>`}
    <button type="button" class="step-button" onClick=${() => take(step)}>
      ${person && html`<${Avatar} id=${person.id} name=${person.name} />`} ${labelOf(step)}
    </button>
  </li>`;
}

function labelOf(step) {
  if (step.moves_clock) return t("move_clock");
  return step.draft ? t("put_in_box") : t("show_me");
}

function take(step) {
  if (step.moves_clock) moveToNextMoment();
  if (!step.phone) return;
  const phone = phoneOf(step.phone.person);
  if (phone.chat !== step.phone.chat || step.draft) openChat(phone, step.phone.chat);
  if (step.draft) phone.text = step.draft;
  phone.wantsFocus = true;
  changed();
  requestAnimationFrame(() => {
    document.getElementById(`phone-${phone.number}`)?.scrollIntoView({ inline: "nearest" });
  });
}

function Scenes() {
  const { titles = {}, playing } = state.stage;
  if (!playing) return null;
  const play = (event) => {
    event.preventDefault();
    playScene(event.target.elements.scene.value);
  };
  return html`<form class="scenes" onSubmit=${play}>
    <label>
      ${t("scene")}
      <select name="scene" key=${playing}>
        ${Object.entries(titles).map(
          ([name, title]) =>
            html`<option value=${name} selected=${name === playing}>${pick(title)}</option>`,
        )}
      </select>
    </label>
    <button type="submit">${t("start_over")}</button>
  </form>`;
}
