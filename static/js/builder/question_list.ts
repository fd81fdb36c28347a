/** The questions in order: choosing, moving and removing them, with a way back. */

import { insertQuestion, moveQuestion, removeQuestion, tooEarly, type Written } from "../core/builder_draft.ts";
import { missingIn, placeOf } from "../core/builder_languages.ts";
import type { Question } from "../core/form.ts";
import { element, required } from "../ui/elements.ts";
import { icon, iconButton, relabel, textButton, type Bench } from "./bench.ts";
import { letDrag } from "./dragging.ts";
import { glyph } from "./glyphs.ts";
import { nameOf, sortOf } from "./naming.ts";
import { END, START } from "./workshop.ts";

export class QuestionList {
  private readonly list = required("#questions", HTMLOListElement);
  private readonly undo = required("#undo", HTMLElement);
  private readonly bench: Bench;

  constructor(bench: Bench) {
    this.bench = bench;
    bench.workshop.whenChanged((extent) => (extent === "parts" ? this.draw() : this.retell()));
    bench.workshop.whenChosen(() => this.draw());
    for (const key of [START, END]) required(`[data-frame="${key}"]`, HTMLButtonElement).addEventListener("click", () => this.choose(key));
    this.draw();
  }

  /** Move the hand to a question of the list. */
  focus(key: string): void {
    document.querySelector<HTMLElement>(key.startsWith("@") ? `[data-frame="${key}"]` : `#questions [data-key="${key}"] .question-name`)?.focus();
  }

  private draw(): void {
    const { workshop } = this.bench;
    this.list.replaceChildren(...workshop.draft.questions.map((question, at) => this.row(question, at)));
    this.list.hidden = workshop.draft.questions.length === 0;
    required("#no-questions", HTMLElement).hidden = workshop.draft.questions.length > 0;
    for (const button of document.querySelectorAll<HTMLElement>("[data-frame]")) {
      mark(button, button.dataset["frame"] === workshop.chosen);
    }
    this.retell();
  }

  /** Say anew what a change of words changes: names, and what is missing. */
  private retell(): void {
    const { workshop, words } = this.bench;
    const missing = this.missing();
    const early = new Set(tooEarly(workshop.draft).map((one) => one.key));
    for (const question of workshop.draft.questions) {
      const row = this.list.querySelector(`[data-key="${question.key}"]`);
      const name = row?.querySelector(".name");
      if (name) name.textContent = nameOf(this.bench, question);
      for (const button of row?.querySelectorAll<HTMLElement>("[data-tool]") ?? []) {
        relabel(button, words(`move_${button.dataset["tool"]}`, { name: nameOf(this.bench, question) }));
      }
      const count = missing.get(question.key) ?? 0;
      const notes = [
        ...(question.wording[this.bench.data.main_locale] ? [sortOf(this.bench, question)] : []),
        ...(question.settings.shown_if ? [words("sometimes")] : []),
        ...(question.settings.only_in ? [words(`only_in_${question.settings.only_in}`)] : []),
      ].join(" · ");
      const warning = early.has(question.key) ? words("asked_too_early") : count > 0 ? words.count("missing", count, String(count)) : "";
      row?.querySelector(".question-notes")?.replaceChildren(notes, ...(warning ? [notes ? " · " : "", element("span", { class: "warning" }, warning)] : []));
    }
    for (const key of [START, END]) {
      const count = missing.get(key) ?? 0;
      required(`[data-frame="${key}"] .warning`, HTMLElement).textContent = count > 0 ? words.count("missing", count, String(count)) : "";
    }
  }

  /** How many texts are missing where, in all languages together. */
  private missing(): Map<string, number> {
    const { draft } = this.bench.workshop;
    const counts = new Map<string, number>();
    for (const locale of draft.settings.locales) {
      for (const pointer of missingIn(draft, locale)) {
        const at = placeOf(pointer).question;
        const key = at === null ? (pointer.startsWith("#/thanks") ? END : START) : (draft.questions[at]?.key ?? START);
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
    }
    return counts;
  }

  private row(question: Question, at: number): HTMLElement {
    const { words, workshop } = this.bench;
    const isChosen = workshop.chosen === question.key;
    const name = nameOf(this.bench, question);
    const button = element("button", { type: "button", class: "question-name" },
      element("span", { class: "number" }, String(at + 1)), glyph(question.form, question.kind),
      element("span", { class: "question-words" }, element("bdi", { class: "name" }, name), element("span", { class: "question-notes" })));
    mark(button, isChosen);
    button.addEventListener("click", () => this.choose(question.key));
    const handle = element("span", { class: "handle", title: words("drag"), "aria-hidden": "true" }, icon("grip-vertical"));
    const row = element("li", { "data-key": question.key, class: isChosen ? "is-chosen" : "" }, handle, button);
    letDrag(handle, row, {
      rows: () => [...this.list.children].filter((one) => one instanceof HTMLElement),
      onDrop: (_, to) => this.move(question.key, to, null),
    });
    if (isChosen) row.append(this.tools(question, at, name));
    return row;
  }

  private tools(question: Question, at: number, name: string): HTMLElement {
    const { words, workshop } = this.bench;
    const up = iconButton("arrow-up", words("move_up", { name }), () => this.move(question.key, at - 1, "up"));
    const down = iconButton("arrow-down", words("move_down", { name }), () => this.move(question.key, at + 1, "down"));
    up.dataset["tool"] = "up";
    down.dataset["tool"] = "down";
    up.disabled = at === 0;
    down.disabled = at === workshop.draft.questions.length - 1;
    const remove = textButton(words("remove_question"), () => this.remove(question), "link-button danger");
    return element("div", { class: "question-tools" }, up, down, remove);
  }

  private choose(key: string): void {
    this.bench.workshop.choose(key);
    const middle = required("#middle", HTMLElement);
    // In one column the question stands far below the list: the hand goes there.
    const isBeside = middle.offsetLeft !== required("#rail", HTMLElement).offsetLeft;
    if (!isBeside) return middle.querySelector<HTMLElement>("h2")?.focus();
    const top = middle.getBoundingClientRect().top;
    if (top < 0) scrollBy(0, top);
    this.focus(key);
  }

  private move(key: string, to: number, tool: string | null): void {
    const { words, workshop } = this.bench;
    workshop.change((draft) => moveQuestion(draft, key, to), "parts");
    const moved = workshop.draft.questions.findIndex((one) => one.key === key);
    const question = workshop.draft.questions[moved];
    const row = this.list.querySelector(`[data-key="${key}"]`);
    // At an end of the list the pressed button is of no use any more; the one beside it is.
    const wanted = tool === null ? [".question-name"] : [`[data-tool="${tool}"]:not(:disabled)`, "[data-tool]:not(:disabled)", ".question-name"];
    wanted.map((selector) => row?.querySelector<HTMLElement>(selector)).find(Boolean)?.focus();
    if (question) this.bench.say(words("moved_to", { name: nameOf(this.bench, question), n: String(moved + 1), of: String(workshop.draft.questions.length) }));
  }

  private remove(question: Question): void {
    const { words, workshop } = this.bench;
    const before = workshop.draft;
    const at = before.questions.findIndex((one) => one.key === question.key);
    const next = before.questions[at + 1] ?? before.questions[at - 1];
    workshop.chosen = next?.key ?? START;
    workshop.change((draft) => removeQuestion(draft, question.key), "parts");
    const name = nameOf(this.bench, question);
    const back = textButton(words("undo"), () => {
      workshop.chosen = question.key;
      workshop.change((draft) => backIn(draft, before, question, at), "parts");
      this.undo.hidden = true;
      this.focus(question.key);
      this.bench.say(words("restored", { name }));
    });
    this.undo.replaceChildren(element("span", {}, words("removed", { name })), back);
    this.undo.hidden = false;
    back.focus();
  }
}

/** A removed question where it was, and the conditions on it as they were. */
function backIn(draft: Written, before: Written, question: Question, at: number): Written {
  const conditions = new Map(before.questions.map((one) => [one.key, one.settings.shown_if]));
  const questions = insertQuestion(draft, question, at).questions.map((one) => {
    const condition = conditions.get(one.key);
    return condition?.question === question.key ? { ...one, settings: { ...one.settings, shown_if: condition } } : one;
  });
  return { ...draft, questions };
}

function mark(button: HTMLElement, isChosen: boolean): void {
  if (isChosen) button.setAttribute("aria-current", "true");
  else button.removeAttribute("aria-current");
}
