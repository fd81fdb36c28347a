/** The filters as one sentence, each part of which can be taken out: "Youth about Service in 2020". */

import { LIST_KEYS, toggled, type ColumnState, type ListKey } from "../core/plan_state.ts";
import type { Words } from "../core/words.ts";
import { element, isolated } from "../ui/elements.ts";
import { svg } from "../map/svg.ts";
import type { PlanData } from "./page_data.ts";

/** A part that can be removed, or words between. */
interface Part {
  readonly said: string;
  readonly removed?: ColumnState;
}

/** Who, then what, then when: the order in which one says it. */
const WHO: readonly ListKey[] = ["group", "age", "gender", "home_area", "channel", "answer"];
const WHAT: readonly ListKey[] = ["kind", "theme", "purpose"];

export class Sentences {
  private readonly labels = new Map<string, string>();
  private readonly surveys: ReadonlyMap<string, string>;
  private readonly words: Words;
  private readonly locale: string;

  constructor(page: PlanData, words: Words) {
    this.words = words;
    this.locale = page.locale;
    this.surveys = new Map(page.surveys.map(({ slug, name }) => [slug, name]));
    for (const facet of page.catalogue) {
      for (const { code, label } of facet.options) {
        const said = facet.key === "answer" ? words("answered", { question: facet.title, answer: label }) : label;
        this.labels.set(`${facet.key}=${code}`, said);
      }
    }
  }

  /** The sentence as plain words. */
  text(state: ColumnState): string {
    return this.parts(state).map(({ said }) => said).join(" ");
  }

  survey(state: ColumnState): string {
    return this.surveys.get(state.survey) ?? state.survey;
  }

  /** The sentence with a button for each part. */
  draw(node: HTMLElement, state: ColumnState, change: (next: ColumnState) => void): void {
    const pieces = this.parts(state).map((part) => {
      const { removed } = part;
      if (!removed) return element("span", {}, part.said);
      const button = element(
        "button",
        { type: "button", class: "part", "aria-label": this.words("remove_part", { part: part.said }) },
        isolated(part.said),
        svg("svg", { class: "part-cross", viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("path", { d: "M2 2L8 8M8 2L2 8" })),
      );
      button.addEventListener("click", () => change(removed));
      return button;
    });
    node.replaceChildren(...pieces.flatMap((piece) => [piece, " "]));
  }

  label(key: ListKey, code: string): string {
    return this.labels.get(`${key}=${code}`) ?? code;
  }

  day(iso: string): string {
    return new Intl.DateTimeFormat(this.locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));
  }

  private parts(state: ColumnState): Part[] {
    const { words } = this;
    const parts: Part[] = [];
    if (state.lists.group.length === 0) parts.push({ said: words("clause_nobody") });
    for (const key of WHO) parts.push(...this.clause(state, key));
    const told = WHAT.filter((key) => state.lists[key].length > 0);
    for (const key of told) parts.push(...this.clause(state, key));
    if (told.length === 0) parts.push({ said: words("clause_about") }, { said: words("clause_everything") });
    parts.push(...this.valence(state), ...this.dates(state));
    if (state.survey) parts.push({ said: words("clause_survey") }, { said: this.survey(state) });
    return parts;
  }

  private clause(state: ColumnState, key: ListKey): Part[] {
    const values = state.lists[key];
    if (values.length === 0) return [];
    const lead = key === "theme" ? "clause_about" : `clause_${key}`;
    const or: Part = { said: this.words("clause_or") };
    const parts = values.flatMap((value, index) => {
      const part: Part = { said: this.label(key, value), removed: toggled(state, key, value) };
      return index === 0 ? [part] : [or, part];
    });
    return key === "group" ? parts : [{ said: this.words(lead) }, ...parts];
  }

  private valence(state: ColumnState): Part[] {
    const [least, greatest] = state.valence;
    if (least === null && greatest === null) return [];
    const name = (step: number): string => this.words(`valence_${step}`);
    const said =
      least === greatest && least !== null
        ? name(least)
        : least === null
          ? this.words("valence_greatest", { high: name(greatest ?? 2) })
          : greatest === null
            ? this.words("valence_least", { low: name(least) })
            : this.words("valence_range", { low: name(least), high: name(greatest) });
    return [{ said: this.words("clause_valence") }, { said, removed: { ...state, valence: [null, null] } }];
  }

  private dates(state: ColumnState): Part[] {
    const [from, to] = state.dates;
    if (!from && !to) return [];
    const gaps = { from: from && this.day(from), to: to && this.day(to) };
    const said = this.words(from && to ? "dates_range" : from ? "dates_from" : "dates_to", gaps);
    return [{ said: this.words("clause_dates") }, { said, removed: { ...state, dates: ["", ""] } }];
  }
}

/** Whether a key of a chart is a filter that takes a list of values. */
export function isListKey(key: string): key is ListKey {
  return LIST_KEYS.some((one) => one === key);
}
