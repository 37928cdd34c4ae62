/** New people and new groups. */

import { perform } from "./deeds.js";
import { addPhone } from "./phones.js";
import { state } from "./store.js";
import { html } from "./vendor/htm-preact.js";
import { peopleOptions } from "./views.js";
import { t } from "./words.js";

const PHONE_LANGUAGES = ["zh-hans", "zh-hant", "en", "ja", "ko", "fr", "de"];

export const PeopleForms = () =>
  html`<section>
    <h3>${t("people")}</h3>
    <${PersonForm} />
    <${GroupForm} />
  </section>`;

function PersonForm() {
  const add = async (event) => {
    event.preventDefault();
    const form = event.target;
    const { name, language } = form.elements;
    const person = await perform(null, "people", {
      name: name.value,
      language_code: language.value,
    });
    if (!person) return;
    form.reset();
    addPhone(person.id);
  };
  return html`<form class="fields" onSubmit=${add}>
    <label>${t("name")}<input name="name" maxlength="64" required /></label>
    <label>
      ${t("phone_language")}
      <select name="language">
        ${PHONE_LANGUAGES.map((code) => html`<option value=${code}>${code}</option>`)}
      </select>
    </label>
    <button type="submit">${t("add_person")}</button>
  </form>`;
}

function GroupForm() {
  const add = async (event) => {
    event.preventDefault();
    const form = event.target;
    const { title, kind, owner, everyone } = form.elements;
    const made = await perform(null, "groups", {
      title: title.value,
      members: everyone.checked ? state.people.map((person) => person.id) : [],
      admins: [Number(owner.value)],
      supergroup: kind.value !== "basic",
      forum: kind.value === "forum",
    });
    if (made) form.reset();
  };
  return html`<form class="fields" onSubmit=${add}>
    <label>${t("group_title")}<input name="title" maxlength="128" required /></label>
    <label>
      ${t("group_kind")}
      <select name="kind">
        ${["supergroup", "forum", "basic"].map(
          (kind) => html`<option value=${kind}>${t(`kind_${kind}`)}</option>`,
        )}
      </select>
    </label>
    <label>${t("owner")}<select name="owner">${peopleOptions()}</select></label>
    <label class="check">
      <input type="checkbox" name="everyone" checked />${t("everyone_in")}
    </label>
    <button type="submit">${t("add_group")}</button>
  </form>`;
}
