/** Fields with their labels; each calls back with what was written or chosen. */

import { element } from "../ui/elements.ts";

let made = 0;

export function freshId(name: string): string {
  made += 1;
  return `${name}-${made}`;
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

function field(label: string, control: HTMLElement, help = ""): HTMLElement {
  control.id = freshId("field");
  const box = element("div", { class: "field" }, element("label", { for: control.id }, label), control);
  if (help) {
    const note = element("p", { class: "quiet", id: `${control.id}-help` }, help);
    control.setAttribute("aria-describedby", note.id);
    box.append(note);
  }
  return box;
}

export function selectField(label: string, options: readonly Option[], chosen: string, onChoose: (value: string) => void, help = ""): HTMLElement {
  const control = element("select", {}, ...options.map(({ value, label: name }) => {
    const option = element("option", { value }, name);
    option.selected = value === chosen;
    return option;
  }));
  control.addEventListener("change", () => onChoose(control.value));
  return field(label, control, help);
}

export function numberField(label: string, value: number, most: number, onChange: (value: number) => void, help = ""): HTMLElement {
  const control = element("input", { type: "number", min: "1", max: String(most), step: "1", value: String(value) });
  control.addEventListener("change", () => {
    const written = Math.round(control.valueAsNumber);
    const taken = Number.isFinite(written) ? Math.max(1, Math.min(most, written)) : value;
    control.value = String(taken);
    onChange(taken);
  });
  return field(label, control, help);
}

/** A short text that is taken when it is finished, and only if it may stand; else it says why not. */
export function nameField(label: string, value: string, check: (written: string) => string | null, onChange: (value: string) => void, help = ""): HTMLElement {
  const control = element("input", { type: "text", value, spellcheck: "false", autocomplete: "off", dir: "ltr" });
  const box = field(label, control, help);
  const problem = element("p", { class: "problem", role: "alert", hidden: "" });
  box.append(problem);
  control.addEventListener("change", () => {
    const written = control.value.trim();
    const wrong = written === value ? null : check(written);
    problem.textContent = wrong ?? "";
    problem.hidden = wrong === null;
    control.setAttribute("aria-invalid", String(wrong !== null));
    if (wrong === null && written !== value) onChange(written);
  });
  return box;
}

export function checkField(label: string, isOn: boolean, onChange: (isOn: boolean) => void, type: "checkbox" | "radio" = "checkbox", name = ""): HTMLLabelElement {
  const control = element("input", name ? { type, name } : { type });
  control.checked = isOn;
  control.addEventListener("change", () => onChange(control.checked));
  return element("label", { class: "check" }, control, element("span", {}, label));
}

/** Fields that belong together under one question. */
export function group(title: string, ...children: readonly (Node | string)[]): HTMLFieldSetElement {
  return element("fieldset", { class: "group" }, element("legend", {}, title), ...children);
}
