/** A large box to write in, in any language and direction. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";

export interface TextBoxSetting {
  readonly label: string;
  readonly labelHidden?: boolean;
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
  const count = (): void => {
    const n = setting.longest - area.value.length;
    left.textContent = n <= 100 ? setting.words.count("flow_letters_left", n, String(n)) : "";
  };
  area.addEventListener("input", () => {
    count();
    setting.onChange(area.value);
  });
  count();
  const label = element("label", { for: id, class: setting.labelHidden ? "visually-hidden" : "group-legend" }, setting.label);
  return element(
    "div", { class: "text-box" }, label,
    ...(setting.hint ? [element("p", { class: "hint", id: `${id}-hint` }, setting.hint)] : []),
    area, left,
  );
}
