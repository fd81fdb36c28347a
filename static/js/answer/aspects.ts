/** What is told about a mark: purposes, feeling, theme, why, a photo. Each word is handed on as it is told. */

import type { Mark } from "../core/draft.ts";
import { textIn, type Aspect, type Coded, type Form, type Question } from "../core/form.ts";
import type { Valence } from "../core/marks.ts";
import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import { faces } from "./faces.ts";
import { languageOf } from "./languages.ts";
import { rows } from "./rows.ts";
import type { AnswerStore } from "./store.ts";
import { textBox } from "./text_box.ts";

export interface AskedAspects {
  readonly question: Question;
  readonly form: Form;
  readonly locale: string;
  readonly words: Words;
  readonly mark: Mark;
  readonly store: AnswerStore;
  /** Where the buttons go; below the questions if not said. */
  readonly foot?: HTMLElement;
  /** Where the link that takes the mark away goes; among the buttons if not said. */
  readonly removal?: HTMLElement;
  /** Called with every word that is told. */
  readonly onChange?: (mark: Mark) => void;
}

export interface AskingAspects {
  /** The mark with all that was told; null where it was taken away. */
  readonly done: Promise<Mark | null>;
  close(): void;
}

const KEPT_ORDER: readonly Aspect[] = ["purposes", "valence", "nature", "themes", "text", "photo"];

/** Ask what there is to tell about a mark. */
export function askAspects(host: HTMLElement, asked: AskedAspects): AskingAspects {
  const { words, question } = asked;
  let mark = asked.mark;
  const tell = (change: (mark: Mark) => Mark): void => {
    mark = change(mark);
    asked.onChange?.(mark);
  };
  let finish: (told: Mark | null) => void = () => undefined;
  const done = new Promise<Mark | null>((resolve) => (finish = resolve));
  const part: Readonly<Record<Aspect, () => HTMLElement>> = {
    purposes: () => codes("purposes", words("flow_purposes"), asked.form.purposes, asked, mark.purposes, (chosen) =>
      tell((one) => withList(one, "purposes", chosen))),
    themes: () => codes("themes", words("flow_themes"), asked.form.themes, asked, mark.themes, (chosen) =>
      tell((one) => withList(one, "themes", chosen))),
    valence: () => faces({
      name: `valence-${mark.id}`, legend: words("flow_feeling"), chosen: mark.valence, words,
      onChange: (chosen) => tell((one) => withValence(one, chosen)),
    }),
    nature: () => rows({
      name: `nature-${mark.id}`,
      legend: words("flow_nature"),
      rows: (["physical", "emotional"] as const).map((value) => ({ value, label: words(`flow_nature_${value}`) })),
      chosen: mark.nature ? [mark.nature] : [],
      onChange: ([chosen]) => tell((one) => ({ ...one, nature: chosen === "emotional" ? "emotional" : "physical" })),
    }),
    text: () => textBox({
      label: words("flow_why"), hint: words("flow_why_hint"), value: mark.text ?? "", longest: asked.form.limits.text, lines: 4, words,
      onChange: (text) => tell((one) => withText(one, text, languageOf(asked.locale))),
    }),
    photo: () => lazyPhoto(mark, asked, (has) => tell((one) => withPhoto(one, has))),
  };
  const parts = (question.settings.asks ?? KEPT_ORDER).map((aspect) => part[aspect]());
  host.replaceChildren(...parts);
  const foot = asked.foot ?? element("div", { class: "aspects-foot" });
  const remove = element("button", { type: "button", class: "link-button" }, words("flow_remove_mark"));
  const ready = element("button", { type: "button", class: "button button-primary button-wide" }, words("flow_done"));
  remove.addEventListener("click", () => finish(null));
  ready.addEventListener("click", () => finish(mark));
  foot.replaceChildren(ready);
  if (asked.removal) asked.removal.append(remove);
  else foot.prepend(remove);
  if (!asked.foot) host.append(foot);
  return { done, close: () => finish(mark) };
}

function codes(
  name: string, legend: string, known: readonly Coded[], { words, locale, mark }: AskedAspects,
  chosen: readonly string[] | undefined, onChange: (chosen: readonly string[]) => void,
): HTMLElement {
  const group = rows({
    name: `${name}-${mark.id}`, legend, hint: words("flow_several"), several: true,
    rows: known.map(({ code, label }) => ({ value: code, label: textIn(label, locale) })),
    chosen: chosen ?? [], onChange,
  });
  group.classList.add("rows-short");
  return group;
}

function withList(mark: Mark, key: "purposes" | "themes", chosen: readonly string[]): Mark {
  const { [key]: _gone, ...others } = mark;
  return chosen.length > 0 ? { ...others, [key]: chosen } : others;
}

function withValence(mark: Mark, chosen: Valence | null): Mark {
  const { valence: _gone, ...others } = mark;
  return chosen === null ? others : { ...others, valence: chosen };
}

/** The language is the page's; the server keeps it beside the text. */
function withText(mark: Mark, text: string, language: string): Mark {
  const { text: _text, language: _language, ...others } = mark;
  return text.trim() === "" ? others : { ...others, text, language };
}

function withPhoto(mark: Mark, has: boolean): Mark {
  const { has_photo: _gone, ...others } = mark;
  return has ? { ...others, has_photo: true } : others;
}

/** The part for a photo comes when it is needed. */
function lazyPhoto(mark: Mark, asked: AskedAspects, onChange: (has: boolean) => void): HTMLElement {
  const host = element("div", { class: "photo-part" });
  void import("./photo.ts").then(({ photoPart }) => host.append(photoPart({ mark, words: asked.words, store: asked.store, onChange })));
  return host;
}
