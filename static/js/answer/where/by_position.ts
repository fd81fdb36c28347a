/** Showing where one is now: explained first, asked of the device then, and every refusal told. */

import { isWithin, precisionOfAccuracy, shortened } from "../../core/where.ts";
import type { Position } from "../../core/payload.ts";
import { element } from "../../ui/elements.ts";
import { sayDistance, sayNear } from "./saying_where.ts";
import type { WayContext, WayPanel } from "./ways.ts";

const PATIENCE_MS = 20_000;
const NOT_OLDER_MS = 30_000;
const FAULTS: Readonly<Record<number, string>> = { 1: "where_position_denied", 2: "where_position_unknown", 3: "where_position_slow" };

export function askByPosition({ map, form, locale, words, announce, give }: WayContext): WayPanel {
  const named = form.places.length > 0 ? form.places : form.areas;
  const told = element("p", { class: "where-told", role: "alert" });
  const ask = element("button", { type: "button", class: "button button-primary where-primary" }, words("where_position_ask"));
  const node = element("div", { class: "where-panel" }, element("p", { class: "where-help" }, words("where_position_why")), told, ask);
  let asking = 0;

  const found = ({ coords }: GeolocationPosition): void => {
    const at: Position = shortened([coords.longitude, coords.latitude]);
    if (!isWithin(at, form.project.bounds)) return failed("where_position_outside");
    ask.disabled = false;
    told.textContent = "";
    map.look(at, coords.accuracy <= 100 ? 15 : coords.accuracy <= 1_000 ? 13 : 11);
    announce(words("where_position_found", { distance: sayDistance(Math.max(10, coords.accuracy), locale) }));
    give({ by: "position", at, name: sayNear(at, named, locale, words), precision: precisionOfAccuracy(coords.accuracy) });
  };
  const failed = (key: string): void => {
    ask.disabled = false;
    told.classList.add("is-fault");
    told.textContent = words(key, { project: form.project.name });
  };
  ask.addEventListener("click", () => {
    const mine = (asking += 1);
    if (!("geolocation" in navigator)) return failed("where_position_none");
    ask.disabled = true;
    told.classList.remove("is-fault");
    told.textContent = words("where_position_looking");
    navigator.geolocation.getCurrentPosition(
      (position) => mine === asking && found(position),
      ({ code }) => mine === asking && failed(FAULTS[code] ?? "where_position_unknown"),
      { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: NOT_OLDER_MS },
    );
  });
  const forget = (): void => {
    // An answer that comes after one has left is of no use any more.
    asking += 1;
    ask.disabled = false;
    told.textContent = "";
  };
  return { node, closed: forget, renewed: forget };
}
