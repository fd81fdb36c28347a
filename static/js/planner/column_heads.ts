/** Which of two maps the choices are about, and what each of them shows, in words. */

import type { ColumnState, PlanState } from "../core/plan_state.ts";
import type { Words } from "../core/words.ts";
import { required } from "../ui/elements.ts";

export function drawHeads(
  state: PlanState,
  active: 0 | 1,
  textOf: (column: ColumnState) => string,
  words: Words,
): void {
  const isSplit = state.columns.length === 2;
  required("#which", HTMLElement).hidden = !isSplit;
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-which]")) {
    button.setAttribute("aria-pressed", String((button.dataset["which"] === "b") === (active === 1)));
  }
  const which = required("#side-which", HTMLElement);
  which.hidden = !isSplit;
  which.textContent = words(active === 0 ? "column_a" : "column_b");
  state.columns.forEach((one, index) => {
    const node = required(index === 0 ? "#column-a" : "#column-b", HTMLElement);
    node.classList.toggle("is-active", isSplit && index === active);
    const said = node.querySelector<HTMLElement>(".column-sentence");
    if (!said) return;
    said.hidden = !isSplit;
    said.textContent = textOf(one);
  });
  const compare = required("#compare", HTMLButtonElement);
  compare.setAttribute("aria-pressed", String(isSplit));
  const label = compare.querySelector("span");
  if (label) label.textContent = words(isSplit ? "compare_end" : "compare");
}
