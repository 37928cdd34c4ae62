/** The page: a bar with the clock, what to try, the phones side by side, and behind the scenes. */

import { ClockBar } from "./clock.js";
import { Guide } from "./guide.js";
import { connect } from "./live.js";
import { Phone } from "./phone.js";
import { addPhone, unreadOf } from "./phones.js";
import { changed, personOf, state, useStore } from "./store.js";
import { Tools } from "./tools.js";
import { html, render, useState } from "./vendor/htm-preact.js";
import { Avatar } from "./views.js";
import { language, LANGUAGES, speak, t } from "./words.js";

const THEME_KEPT = "linli.theme";
const THEMES = { light: "dark", dark: "light" };

function App() {
  useStore();
  return html`
    <${SkipLinks} />
    <${TopBar} />
    <main class="stage">
      ${state.isGuideOpen && html`<${Guide} isCurrent=${state.view === "guide"} />`}
      <div class="phones">
        ${state.phones.map((phone) => html`<${Phone} key=${phone.number} phone=${phone} />`)}
        ${state.people.length > 0 && html`<${AddPhone} />`}
      </div>
      ${state.isToolsOpen && html`<${Tools} isCurrent=${state.view === "tools"} />`}
    </main>
    <${Tabs} />
    <div class="notice" role="status">${state.notice}</div>
  `;
}

function SkipLinks() {
  const focus = (number) => (event) => {
    event.preventDefault();
    show(number);
    requestAnimationFrame(() => document.getElementById(`phone-${number}`)?.focus());
  };
  return html`<nav class="skips">
    ${state.phones.map(
      (phone) => html`<a href="#phone-${phone.number}" onClick=${focus(phone.number)}>
        ${t("skip_to", { name: personOf(phone.person)?.name })}
      </a>`,
    )}
  </nav>`;
}

function TopBar() {
  return html`<header class="bar ${state.view === "guide" ? "is-guide" : ""}">
    <h1 class="brand">
      <${Mark} />
      <span>${t("title")}<small>${t("subtitle")}</small></span>
    </h1>
    <${Connection} />
    <${ClockBar} />
    <div class="bar-buttons">
      <${Languages} />
      <${ThemeButton} />
      <${PanelButton} name="guide" flag="isGuideOpen" />
      <${PanelButton} name="tools" flag="isToolsOpen" />
    </div>
  </header>`;
}

const Mark = () =>
  html`<svg viewBox="0 0 64 64" width="30" height="30" aria-hidden="true">
    <rect width="64" height="64" rx="16" fill="#166a6d" />
    <path d="M12 32 32 14l20 18v18a3 3 0 0 1-3 3H15a3 3 0 0 1-3-3z" fill="#fff" />
    <rect x="23" y="33" width="18" height="12" rx="4" fill="#166a6d" />
    <path d="M27 44h8l-7 6z" fill="#166a6d" />
  </svg>`;

function Connection() {
  const key = state.connection;
  return html`<span class="connection is-${key}" role="status" title=${t(key)}>
    <span class="dot" aria-hidden="true"></span>${key !== "live" && t(key)}
  </span>`;
}

function Languages() {
  const choose = (code) => () => {
    speak(code);
    changed();
  };
  return html`<div class="segments" role="group" aria-label=${t("language")}>
    ${Object.entries(LANGUAGES).map(
      ([code, name]) => html`<button
        type="button"
        lang=${code}
        aria-pressed=${language() === code}
        onClick=${choose(code)}
      >
        ${name}
      </button>`,
    )}
  </div>`;
}

function ThemeButton() {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const [theme, setTheme] = useState(localStorage.getItem(THEME_KEPT) ?? system);
  document.documentElement.dataset.theme = theme;
  const toggle = () => {
    localStorage.setItem(THEME_KEPT, THEMES[theme]);
    setTheme(THEMES[theme]);
  };
  return html`<button type="button" class="round" aria-label=${t("theme")} onClick=${toggle}>
    <span aria-hidden="true">${theme === "dark" ? "☾" : "☀"}</span>
  </button>`;
}

function PanelButton({ name, flag }) {
  const toggle = () => {
    state[flag] = !state[flag];
    changed();
  };
  return html`<button
    type="button"
    class="panel-button"
    aria-pressed=${state[flag]}
    onClick=${toggle}
  >
    ${t(name)}
  </button>`;
}

function AddPhone() {
  return html`<button type="button" class="add-phone" onClick=${() => addPhone()}>
    <span aria-hidden="true">＋</span>${t("add_phone")}
  </button>`;
}

/** Narrow screens show one thing at a time. */
function show(view) {
  state.view = view;
  if (view === "guide") state.isGuideOpen = true;
  if (view === "tools") state.isToolsOpen = true;
  changed();
}

function Tabs() {
  return html`<nav class="tabs">
    <${Tab} view="guide" label=${t("guide")}><span aria-hidden="true">☰</span></${Tab}>
    ${state.phones.map((phone) => {
      const person = personOf(phone.person);
      const name = person?.name ?? "";
      return html`<${Tab} key=${phone.number} view=${phone.number} label=${name}>
        <${Avatar} id=${phone.person} name=${name} />
        ${unreadOf(phone) > 0 && html`<span class="badge">${unreadOf(phone)}</span>`}
      </${Tab}>`;
    })}
    <${Tab} view="tools" label=${t("tools")}><span aria-hidden="true">⚙</span></${Tab}>
  </nav>`;
}

function Tab({ view, label, children }) {
  return html`<button
    type="button"
    aria-current=${state.view === view ? "true" : undefined}
    onClick=${() => show(view)}
  >
    ${children}<span class="tab-label"><bdi>${label}</bdi></span>
  </button>`;
}

speak(language());
render(html`<${App} />`, document.getElementById("app"));
connect();
