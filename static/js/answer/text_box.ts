/** A large box to write in, in any language and direction. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import { HEADING_ID } from "./frame.ts";

export interface TextBoxSetting {
  /** What is asked; null where the heading of the screen says it already. */
  readonly label: string | null;
  readonly hint?: string;
  readonly value: string;
  readonly longest: number;
  readonly lines: number;
  readonly words: Words;
  readonly onChange: (text: string) => void;
}

let made = 0;

export function textBox(setting: TextBoxSetting): HTMLElement {
  const id = `text-${++made}`;
  const area = element("textarea", {
    id, rows: String(setting.lines), maxlength: String(setting.longest), dir: "auto", "aria-describedby": `${id}-left ${id}-hint`,
  });
  area.value = setting.value;
  // Only said when it matters: near the end.
  const left = element("p", { class: "hint", id: `${id}-left`, "aria-live": "polite" });
  let lost = 0;
  const count = (): void => {
    const n = setting.longest - area.value.length;
    const told = n <= 100 ? [setting.words.count("flow_letters_left", n, String(n))] : [];
    if (lost > 0) told.unshift(setting.words.count("flow_letters_lost", lost, String(lost)));
    left.textContent = told.join(" ");
  };
  // What is pasted or dropped beyond the end, the browser cuts off without a word.
  const bring = (brought: DataTransfer | null): void => {
    const text = (brought?.getData("text/plain") ?? "").replaceAll("\r\n", "\n");
    const kept = area.value.length - (area.selectionEnd - area.selectionStart);
    lost = Math.max(0, kept + text.length - setting.longest);
    count();
  };
  area.addEventListener("paste", (event) => bring(event.clipboardData));
  area.addEventListener("drop", (event) => bring(event.dataTransfer));
  area.addEventListener("input", (event) => {
    if (!(event instanceof InputEvent) || !/^insertFrom/.test(event.inputType)) lost = 0;
    count();
    setting.onChange(area.value);
  });
  count();
  if (setting.label === null) area.setAttribute("aria-labelledby", HEADING_ID);
  return element(
    "div", { class: "text-box" },
    ...(setting.label === null ? [] : [element("label", { for: id, class: "group-legend" }, setting.label)]),
    ...(setting.hint ? [element("p", { class: "hint", id: `${id}-hint` }, setting.hint)] : []),
    area, left,
  );
}
