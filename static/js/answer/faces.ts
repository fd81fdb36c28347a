/** Five faces with words: shape first, colour only beside it. */

import { feelingKey, VALENCES, type Valence } from "../core/marks.ts";
import type { Words } from "../core/words.ts";
import { svg } from "../map/svg.ts";
import { element } from "../ui/elements.ts";
import { concerning } from "./frame.ts";

const MOUTHS: Readonly<Record<string, string>> = {
  "-2": "M11 29C14 22 26 22 29 29",
  "-1": "M12 27.5C16 24 24 24 28 27.5",
  "0": "M12 26H28",
  "1": "M12 24.5C16 28 24 28 28 24.5",
  "2": "M11 23C14 31.5 26 31.5 29 23Z",
};

export interface FacesSetting {
  readonly name: string;
  readonly legend: string;
  readonly legendHidden?: boolean;
  readonly chosen: Valence | undefined;
  readonly words: Words;
  /** Smaller, for long lists; five in a row however narrow it is. */
  readonly small?: boolean;
  readonly onChange: (chosen: Valence | null) => void;
}

/** A face, as wide as its words. */
export function face(valence: Valence): SVGSVGElement {
  const drawing = svg("svg", { class: `face face-${valence < 0 ? "m" : "p"}${Math.abs(valence)}`, viewBox: "0 0 40 40" });
  drawing.setAttribute("aria-hidden", "true");
  drawing.append(
    svg("circle", { class: "face-ground", cx: 20, cy: 20, r: 18 }),
    svg("circle", { class: "face-eye", cx: 14, cy: 16.5, r: 2 }),
    svg("circle", { class: "face-eye", cx: 26, cy: 16.5, r: 2 }),
    svg("path", { class: valence === 2 ? "face-mouth face-mouth-open" : "face-mouth", d: MOUTHS[String(valence)] ?? "" }),
  );
  return drawing;
}

/** A question answered by one of five faces; the answer can be taken away again. */
export function faces(setting: FacesSetting): HTMLFieldSetElement {
  const { words } = setting;
  const group = element("fieldset", { class: setting.small ? "faces faces-small" : "faces" });
  const clear = element("button", { type: "button", class: "link-button faces-clear" }, words("flow_take_away"));
  concerning(clear, setting.legend);
  const legend = element("legend", { class: setting.legendHidden ? "visually-hidden" : "group-legend" }, element("bdi", {}, setting.legend));
  const row = element("div", { class: "face-row" });
  const inputs = VALENCES.map((valence) => {
    const input = element("input", { type: "radio", name: setting.name, value: String(valence), class: "face-input" });
    input.checked = valence === setting.chosen;
    input.addEventListener("change", () => tell(valence));
    const word = element("span", { class: "face-word" }, words(feelingKey(valence)));
    row.append(element("label", { class: "face-choice" }, input, face(valence), word));
    return input;
  });
  const tell = (valence: Valence | null): void => {
    show(valence);
    setting.onChange(valence);
  };
  const show = (valence: Valence | null): void => {
    clear.hidden = valence === null;
  };
  clear.addEventListener("click", () => {
    for (const input of inputs) input.checked = false;
    tell(null);
    inputs[2]?.focus();
  });
  show(setting.chosen ?? null);
  group.append(legend, row, element("p", { class: "faces-foot" }, clear));
  return group;
}
