/** The world's clock, and the buttons that push it: the bot lives by the same one. */

import { moveClock, moveToNextMoment, nextMoment } from "./deeds.js";
import { notify, state, worldNow } from "./store.js";
import { html, useEffect, useState } from "./vendor/htm-preact.js";
import { clockSeconds, clockTime, dayOf } from "./views.js";
import { t } from "./words.js";

const MINUTE = 60;
const HOUR = 3600;

function useTicking() {
  const [, redraw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => redraw((count) => count + 1), 500);
    return () => clearInterval(timer);
  }, []);
}

export function ClockBar() {
  useTicking();
  const now = worldNow();
  return html`<section class="clock" aria-label=${t("clock")}>
    <time datetime=${new Date(now).toISOString()}>
      <b>${clockSeconds(now)}</b><small>${dayOf(now)}</small>
    </time>
    <${Push} seconds=${MINUTE} label=${t("plus_minute")} />
    <${Push} seconds=${HOUR} label=${t("plus_hour")} />
    <${NextMoment} />
    <${ToATime} />
  </section>`;
}

const Push = ({ seconds, label }) =>
  html`<button type="button" onClick=${() => moveClock({ advance: seconds })}>${label}</button>`;

function NextMoment() {
  const moment = nextMoment();
  if (!moment) return null;
  const at = new Date(moment.at);
  const label = t("moves_to", { time: clockTime(at), title: moment.title });
  return html`<button
    type="button"
    class="next-moment"
    aria-label=${label}
    title=${label}
    onClick=${moveToNextMoment}
  >
    <span aria-hidden="true">⏭ ${clockTime(at)} <bdi>${moment.title}</bdi></span>
  </button>`;
}

/** `2026-11-22T20:15:00` on the walls of the scene's time zone, from milliseconds. */
function onWall(milliseconds) {
  const options = { timeZone: state.stage.time_zone, dateStyle: "short", timeStyle: "medium" };
  // Swedish dates are written as ISO 8601.
  return new Intl.DateTimeFormat("sv-SE", options).format(milliseconds).replace(" ", "T");
}

/** The milliseconds at which the scene's walls show this; NaN for an empty field. */
function fromWall(shown) {
  const asUtc = Date.parse(`${shown}Z`);
  return Number.isNaN(asUtc) ? NaN : 2 * asUtc - Date.parse(`${onWall(asUtc)}Z`);
}

function ToATime() {
  const offerNow = (event) => {
    if (event.currentTarget.open)
      event.currentTarget.querySelector("input").value = onWall(worldNow());
  };
  const move = (event) => {
    event.preventDefault();
    const moment = fromWall(event.target.elements.moment.value);
    if (!(moment > worldNow())) return notify(t("only_forward"));
    event.target.closest("details").open = false;
    return moveClock({ to: new Date(moment).toISOString() });
  };
  const closeOnEscape = (event) => {
    if (event.key !== "Escape") return;
    event.currentTarget.open = false;
    event.currentTarget.querySelector("summary").focus();
  };
  return html`<details class="to-time" onToggle=${offerNow} onKeyDown=${closeOnEscape}>
    <summary aria-label=${t("set_time")} title=${t("set_time")}>⋯</summary>
    <form onSubmit=${move}>
      <label>${t("set_time")}<input type="datetime-local" name="moment" step="1" /></label>
      <button type="submit" class="primary">${t("move")}</button>
    </form>
  </details>`;
}
