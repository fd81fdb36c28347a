/** The dialog that adds to the sentence: every filter of the catalogue, found by name or by what it is about. */

import { isDate, LIST_KEYS, withList, type ColumnState, type ListKey } from "../core/plan_state.ts";
import type { Words } from "../core/words.ts";
import { element, isolated } from "../ui/elements.ts";
import type { Facet, PlanData } from "./page_data.ts";

const STEPS = [-2, -1, 0, 1, 2];

export class Picker {
  private readonly dialog: HTMLDialogElement;
  private readonly body: HTMLElement;
  private readonly words: Words;
  private readonly facets: readonly Facet[];
  private chosen = new Map<ListKey, Set<string>>();
  private search: HTMLInputElement | null = null;

  constructor(dialog: HTMLDialogElement, page: PlanData, words: Words, change: (next: ColumnState) => void) {
    this.dialog = dialog;
    this.body = dialog.querySelector<HTMLElement>(".picker-body")!;
    this.words = words;
    this.facets = page.catalogue.filter(({ options }) => options.length > 0);
    dialog.querySelector("form")?.addEventListener("submit", () => change(this.read()));
    dialog.querySelector("[data-dialog=cancel]")?.addEventListener("click", () => dialog.close());
    dialog.addEventListener("keydown", (event) => {
      // Enter in the search looks; only the button shows.
      if (event.key === "Enter" && event.target === this.search) event.preventDefault();
    });
  }

  private state: ColumnState | null = null;

  open(state: ColumnState): void {
    this.state = state;
    this.chosen = new Map(LIST_KEYS.map((key) => [key, new Set(state.lists[key])]));
    this.draw(state);
    this.dialog.showModal();
    this.search?.focus();
  }

  private read(): ColumnState {
    let next = this.state!;
    for (const key of LIST_KEYS) next = withList(next, key, [...(this.chosen.get(key) ?? [])]);
    const value = (name: string): string =>
      this.body.querySelector<HTMLInputElement | HTMLSelectElement>(`[name=${name}]`)?.value ?? "";
    const step = (name: string): number | null => (value(name) === "" ? null : Number(value(name)));
    const day = (name: string): string => (isDate(value(name)) ? value(name) : "");
    const [least, greatest] = [step("valence_min"), step("valence_max")];
    const [from, to] = [day("from"), day("to")];
    return {
      ...next,
      valence: least !== null && greatest !== null && least > greatest ? [greatest, least] : [least, greatest],
      dates: from && to && from > to ? [to, from] : [from, to],
    };
  }

  private draw(state: ColumnState): void {
    const { words } = this;
    const search = element("input", { type: "search", id: "picker-search", autocomplete: "off" });
    this.search = search;
    const none = element("p", { class: "picker-none", hidden: "" }, words("picker_none"));
    const groups = [...this.facets.map((facet) => this.facetGroup(facet)), this.valenceGroup(state), this.datesGroup(state)];
    search.addEventListener("input", () => this.find(search.value, groups, none));
    this.body.replaceChildren(
      element("div", { class: "field" }, element("label", { for: "picker-search" }, words("picker_search")), search),
      element("div", { class: "picker-groups" }, ...groups, none),
    );
  }

  /** Show what a search finds, and open what holds it; an empty search folds all again. */
  private find(text: string, groups: readonly HTMLDetailsElement[], none: HTMLElement): void {
    const wanted = fold(text.trim());
    let found = 0;
    for (const group of groups) {
      const titled = fold(group.querySelector(".picker-title")?.textContent ?? "").includes(wanted);
      let here = 0;
      for (const option of group.querySelectorAll<HTMLElement>(".picker-option")) {
        const shown = wanted === "" || titled || fold(option.textContent ?? "").includes(wanted);
        option.hidden = !shown;
        if (shown) here += 1;
      }
      const shown = wanted === "" || titled || here > 0;
      group.hidden = !shown;
      group.open = wanted === "" ? group.querySelector("input:checked") !== null : shown;
      if (shown) found += 1;
    }
    none.hidden = found > 0;
  }

  private facetGroup(facet: Facet): HTMLDetailsElement {
    const values = this.chosen.get(facet.key)!;
    const count = element("span", { class: "picker-count" });
    const tell = (): void => {
      const n = facet.options.filter(({ code }) => values.has(code)).length;
      count.textContent = n === 0 ? "" : this.words.count("picker_chosen", n, String(n));
    };
    const options = facet.options.map(({ code, label }) => {
      const box = element("input", { type: "checkbox", value: code });
      box.checked = values.has(code);
      box.addEventListener("change", () => {
        if (box.checked) values.add(code);
        else values.delete(code);
        tell();
      });
      return element("label", { class: "picker-option" }, box, isolated(label));
    });
    tell();
    return this.group(facet.title, count, element("div", { class: "picker-options" }, ...options), values.size > 0 && count.textContent !== "");
  }

  private valenceGroup(state: ColumnState): HTMLDetailsElement {
    const select = (name: string, chosen: number | null): HTMLSelectElement => {
      const made = element("select", { name, id: `picker-${name}` }, element("option", { value: "" }, this.words("any")));
      for (const step of STEPS) made.append(element("option", { value: String(step) }, this.words(`valence_${step}`)));
      made.value = chosen === null ? "" : String(chosen);
      return made;
    };
    return this.pair("picker_valence", select("valence_min", state.valence[0]), select("valence_max", state.valence[1]), state.valence.some((end) => end !== null));
  }

  private datesGroup(state: ColumnState): HTMLDetailsElement {
    const input = (name: string, chosen: string): HTMLInputElement => {
      const made = element("input", { type: "date", name, id: `picker-${name}` });
      made.value = chosen;
      return made;
    };
    return this.pair("picker_dates", input("from", state.dates[0]), input("to", state.dates[1]), state.dates.some((end) => end !== ""));
  }

  private pair(title: string, first: HTMLElement, last: HTMLElement, open: boolean): HTMLDetailsElement {
    const field = (key: string, control: HTMLElement): HTMLElement =>
      element("div", { class: "field" }, element("label", { for: control.id }, this.words(key)), control);
    const pair = element("div", { class: "picker-pair" }, field("from", first), field("to", last));
    return this.group(this.words(title), element("span", { class: "picker-count" }), pair, open);
  }

  private group(title: string, count: HTMLElement, content: HTMLElement, open: boolean): HTMLDetailsElement {
    const group = element(
      "details",
      { class: "picker-group" },
      element("summary", {}, element("span", { class: "picker-title", dir: "auto" }, title), count),
      content,
    );
    group.open = open;
    return group;
  }
}

/** Letters without their marks, so that a search finds what was typed in a hurry. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "").toLocaleLowerCase();
}
