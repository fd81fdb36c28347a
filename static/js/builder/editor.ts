/** The middle: the chosen question or what stands round the questions, and the language beside the main one. */

import { missingCounts } from "../core/builder_languages.ts";
import { element, required } from "../ui/elements.ts";
import { languageOf, type Bench } from "./bench.ts";
import { endEditor, startEditor } from "./frame_editor.ts";
import { questionEditor } from "./question_editor.ts";
import { END } from "./workshop.ts";

export class Editor {
  private readonly box = required("#editor", HTMLElement);
  private readonly languages = required("#languages", HTMLElement);
  private readonly bench: Bench;

  constructor(bench: Bench) {
    this.bench = bench;
    bench.workshop.beside = this.others()[0] ?? null;
    bench.workshop.whenChosen(() => this.draw());
    bench.workshop.whenChanged((extent) => (extent === "parts" ? this.draw() : this.count()));
    this.draw();
  }

  /** Lead to the field that a pointer names, or to what stands nearest to it. */
  focusField(pointer: string): void {
    const parts = pointer.split("/");
    for (let length = parts.length; length > 1; length -= 1) {
      const near = parts.slice(0, length).join("/");
      const field = [...this.box.querySelectorAll<HTMLElement>("[data-pointer]")].find((one) => one.dataset["pointer"]?.startsWith(near));
      if (field && length > 3) return field.focus();
      if (field && length <= 3) break;
    }
    (this.box.querySelector<HTMLElement>(`[data-pointer="${pointer}"]`) ?? this.box.querySelector<HTMLElement>("h2"))?.focus();
  }

  private others(): readonly string[] {
    const { data, workshop } = this.bench;
    return workshop.draft.settings.locales.filter((one) => one !== data.main_locale);
  }

  private draw(): void {
    const { workshop } = this.bench;
    const others = this.others();
    if (workshop.beside === null || !others.includes(workshop.beside)) workshop.beside = others[0] ?? null;
    this.box.classList.toggle("is-one-language", workshop.beside === null);
    const { question } = workshop;
    this.box.replaceChildren(
      ...(question ? questionEditor(this.bench, question) : workshop.chosen === END ? endEditor(this.bench) : startEditor(this.bench)),
    );
    this.drawLanguages(others);
  }

  private drawLanguages(others: readonly string[]): void {
    const { words, workshop, data } = this.bench;
    this.languages.hidden = others.length === 0;
    const main = languageOf(data, data.main_locale);
    this.languages.replaceChildren(
      element("span", { class: "languages-title" }, words("languages_beside", { name: main.name })),
      ...others.map((locale) => {
        const button = element("button", { type: "button", "aria-pressed": String(locale === workshop.beside), "data-locale": locale },
          element("bdi", {}, languageOf(data, locale).name), element("span", { class: "count" }));
        button.addEventListener("click", () => {
          workshop.showBeside(locale);
          this.languages.querySelector<HTMLElement>(`[data-locale="${locale}"]`)?.focus();
        });
        return button;
      }),
      element("span", { class: "main-missing warning" }),
    );
    this.count();
  }

  private count(): void {
    const { words, workshop, data } = this.bench;
    const counts = missingCounts(workshop.draft);
    for (const button of this.languages.querySelectorAll<HTMLElement>("[data-locale]")) {
      const missing = counts[button.dataset["locale"] ?? ""] ?? 0;
      const count = button.querySelector(".count");
      count?.replaceChildren(
        ...(missing > 0
          ? [words.count("missing", missing, String(missing))]
          : [element("span", { "aria-hidden": "true" }, "✓"), element("span", { class: "visually-hidden" }, words("complete"))]),
      );
      count?.classList.toggle("warning", missing > 0);
    }
    const main = counts[data.main_locale] ?? 0;
    const note = this.languages.querySelector(".main-missing");
    if (note) note.textContent = main > 0 ? words.count("missing_in", main, String(main), { name: languageOf(data, data.main_locale).name }) : "";
  }
}
