/** After a place was said: what it is called, and how exactly others may see it. */

import type { Precision } from "../../core/draft.ts";
import type { Words } from "../../core/words.ts";
import { element, isolated } from "../../ui/elements.ts";

export interface Confirmed {
  readonly title: string;
  /** How exactly it was said, chosen beforehand; null where only the area is known. */
  readonly precision: Precision | null;
  /** The most exactly that may be offered, where the ground does not tell more. */
  readonly finest: Precision;
  readonly words: Words;
  readonly take: (precision: Precision) => void;
  readonly again: () => void;
}

const CHOICES: readonly Precision[] = ["exact", "street", "village"];
let made = 0;

export class Confirming {
  readonly node: HTMLElement;
  private readonly go: HTMLButtonElement;

  constructor({ title, precision, finest, words, take, again }: Confirmed) {
    const id = `where-confirm-${(made += 1)}`;
    let chosen = precision ?? "village";
    this.go = element("button", { type: "button", class: "button button-primary where-primary", "aria-describedby": `${id}-title ${id}-area` }, words("where_use_place"));
    this.go.addEventListener("click", () => take(chosen));
    const other = element("button", { type: "button", class: "button" }, words("where_choose_again"));
    other.addEventListener("click", again);
    const choice = element(
      "fieldset",
      { class: "where-precision" },
      element("legend", {}, words("where_how_exactly")),
      ...CHOICES.slice(CHOICES.indexOf(finest)).map((one) => {
        const input = element("input", { type: "radio", name: id, value: one });
        input.checked = one === chosen;
        input.addEventListener("change", () => {
          chosen = one;
        });
        return element("label", { class: "where-choice" }, input, element("span", {}, words(`where_${one}`)));
      }),
      element("p", { class: "where-help" }, words("where_how_exactly_help")),
    );
    this.node = element(
      "div",
      { class: "where-confirm" },
      element("h2", { id: `${id}-title`, class: "where-title" }, isolated(title)),
      precision === null ? element("p", { class: "where-help", id: `${id}-area` }, words("where_area_only")) : choice,
      element("div", { class: "where-row where-foot" }, other, this.go),
    );
  }

  focus(): void {
    this.go.focus();
  }
}
