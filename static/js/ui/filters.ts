/** The form of layer, survey and filters. Without a script it is sent; with one, every change shows at once. */

import { LAYER_NAMES } from "../core/payload.ts";
import { hasKinds, type MapState } from "../core/state.ts";

const FILTERS: readonly string[] = ["theme", "kind"];

export class FilterForm {
  private readonly form: HTMLFormElement;

  constructor(form: HTMLFormElement, change: () => void) {
    this.form = form;
    form.addEventListener("change", (event) => {
      this.keepOne(event.target);
      change();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      change();
    });
  }

  /** What is chosen; the view is not the form's business. */
  read(view: MapState["view"]): MapState {
    const chosen = new FormData(this.form);
    const one = (name: string): string => String(chosen.get(name) ?? "");
    const layer = LAYER_NAMES.find((name) => name === chosen.get("layer")) ?? LAYER_NAMES[0];
    return {
      layer,
      survey: one("survey"),
      theme: one("theme"),
      kind: hasKinds(layer) ? one("kind") : "",
      areaSet: one("area_set"),
      view,
    };
  }

  /** Set every control to a state, for instance after going back. */
  write(state: MapState): void {
    const wanted: Readonly<Record<string, string>> = {
      layer: state.layer,
      survey: state.survey,
      theme: state.theme,
      kind: state.kind,
      area_set: state.areaSet,
    };
    for (const control of this.form.elements) {
      if (control instanceof HTMLInputElement && control.type === "radio") {
        control.checked = wanted[control.name] === control.value;
      } else if (control instanceof HTMLSelectElement) {
        const value = wanted[control.name];
        if (value !== undefined && [...control.options].some((option) => option.value === value)) control.value = value;
      }
    }
    this.suit(state);
  }

  /** Show only the filters that mean something for this layer. */
  suit(state: MapState): void {
    const kinds = this.form.querySelector<HTMLElement>("[data-filter=kind]");
    if (kinds) kinds.hidden = !hasKinds(state.layer);
    const areaSet = this.form.querySelector<HTMLElement>("[data-filter=area_set]");
    if (areaSet) areaSet.hidden = !["attitude", "routes"].includes(state.layer);
  }

  /** One filter at a time is published: the one just chosen stays. */
  private keepOne(chosen: EventTarget | null): void {
    if (!(chosen instanceof HTMLSelectElement) || !FILTERS.includes(chosen.name) || chosen.value === "") return;
    for (const control of this.form.elements) {
      if (control !== chosen && control instanceof HTMLSelectElement && FILTERS.includes(control.name)) control.value = "";
    }
  }

  /** Choose all themes and all kinds again. */
  clear(): void {
    for (const control of this.form.elements) {
      if (control instanceof HTMLSelectElement && FILTERS.includes(control.name)) control.value = "";
    }
  }
}
