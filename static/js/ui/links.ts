/** Links that speak about what is shown: downloads and the language switch follow the state. */

import { formatFilters, formatState, type MapState } from "../core/state.ts";

export function followState(state: MapState): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-follows=filters]")) {
    link.search = formatFilters(state);
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-follows=state]")) {
    const language = new URLSearchParams(link.search).get("lang");
    link.search = formatState(state) + (language ? `&lang=${language}` : "");
  }
}
