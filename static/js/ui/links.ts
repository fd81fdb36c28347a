/** Links that speak about what is shown: downloads and the language switch follow the state. */

import { addressOfDownload, type Publications } from "../core/published.ts";
import { formatState, type MapState } from "../core/state.ts";

export function followState(state: MapState, publications: Publications): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-download]")) {
    const address = addressOfDownload(publications, state, link.dataset["download"] ?? "");
    if (address) link.href = address;
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-follows=state]")) {
    const language = new URLSearchParams(link.search).get("lang");
    link.search = formatState(state) + (language ? `&lang=${language}` : "");
  }
}
