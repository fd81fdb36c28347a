/** Large rows to choose from, one or several; real radio buttons and boxes inside. */

import { element } from "../ui/elements.ts";
import { HEADING_ID } from "./frame.ts";

export interface Row {
  readonly value: string;
  readonly label: string;
  /** A shape before the words. */
  readonly mark?: Node;
}

export interface RowsSetting {
  readonly name: string;
  /** The words of the question; null where the heading of the screen says them already. */
  readonly legend: string | null;
  readonly hint?: string;
  readonly several?: boolean;
  readonly rows: readonly Row[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

let made = 0;

/** A group of rows. */
export function rows(setting: RowsSetting): HTMLFieldSetElement {
  const group = element("fieldset", { class: "rows" });
  if (setting.legend === null) group.setAttribute("aria-labelledby", HEADING_ID);
  else group.append(element("legend", { class: "group-legend" }, setting.legend));
  if (setting.hint) {
    const id = `hint-${++made}`;
    group.append(element("p", { class: "hint", id }, setting.hint));
    group.setAttribute("aria-describedby", id);
  }
  for (const row of setting.rows) {
    const input = element("input", {
      type: setting.several ? "checkbox" : "radio", name: setting.name, value: row.value,
    });
    input.checked = setting.chosen.includes(row.value);
    input.addEventListener("change", () => setting.onChange(chosenIn(group)));
    const label = element("label", { class: "row" }, input);
    if (row.mark) label.append(row.mark);
    label.append(element("bdi", { class: "row-words" }, row.label));
    group.append(label);
  }
  return group;
}

function chosenIn(group: HTMLElement): string[] {
  return [...group.querySelectorAll("input")].filter((input) => input.checked).map((input) => input.value);
}
