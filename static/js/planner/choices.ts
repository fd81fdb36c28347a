/** The form of round, layer and areas in the rail. */

import { WEIGHTS, type ColumnState } from "../core/plan_state.ts";

type Chosen = Pick<ColumnState, "layer" | "survey" | "areaSet" | "before" | "weights" | "marks">;

export class ChoicesForm {
  private readonly form: HTMLFormElement;
  private state: ColumnState | null = null;

  constructor(form: HTMLFormElement, change: (chosen: Chosen) => void) {
    this.form = form;
    form.addEventListener("change", () => change(this.read()));
    form.addEventListener("submit", (event) => event.preventDefault());
  }

  /** Set every control to a state, for instance after going back. */
  write(state: ColumnState): void {
    this.state = state;
    const wanted: Readonly<Record<string, string>> = {
      layer: state.layer,
      survey: state.survey,
      area_set: state.areaSet,
      before: this.before(state),
      weights: state.weights,
      marks: state.marks ? "1" : "",
    };
    for (const control of this.form.elements) {
      if (control instanceof HTMLInputElement) control.checked = wanted[control.name] === control.value;
      else if (control instanceof HTMLSelectElement) control.value = wanted[control.name] ?? "";
    }
    const before = this.form.querySelector<HTMLElement>("[data-choice=before]");
    if (before) before.hidden = state.layer !== "change";
    for (const option of this.form.querySelectorAll<HTMLOptionElement>("#before option")) option.disabled = option.value === state.survey;
  }

  private read(): Chosen {
    const chosen = new FormData(this.form);
    const one = (name: string, otherwise: string): string => String(chosen.get(name) ?? otherwise);
    const state = this.state!;
    const read = {
      ...state,
      layer: one("layer", state.layer),
      survey: one("survey", state.survey),
      areaSet: one("area_set", state.areaSet),
      before: one("before", state.before),
    };
    const { layer, survey, areaSet } = read;
    const weights = WEIGHTS.find((value) => value === chosen.get("weights")) ?? "";
    return { layer, survey, areaSet, weights, marks: chosen.has("marks"), before: layer === "change" ? this.before(read) : "" };
  }

  /** The round that is compared with: the one that was chosen, else the next other one. */
  private before(state: ColumnState): string {
    const options = [...this.form.querySelectorAll<HTMLOptionElement>("#before option")].map(({ value }) => value);
    const others = options.filter((value) => value !== state.survey);
    return others.includes(state.before) ? state.before : (others[0] ?? "");
  }
}
