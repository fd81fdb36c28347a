/** Links that speak about what is shown: downloads and the language switch follow the state. */

import { formatPlan, formatQuery, type ColumnState, type PlanState } from "../core/plan_state.ts";

export function followPlan(state: PlanState, column: ColumnState): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-download]")) {
    link.search = `${formatQuery(column)}&layer=${column.layer}`;
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-follows=state]")) {
    const language = new URLSearchParams(link.search).get("lang") ?? "";
    link.search = formatPlan({ ...state, lang: language });
  }
}
