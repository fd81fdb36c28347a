/** One's answers in words, with what became of each mark. */

import type { Draft, Mark } from "../core/draft.ts";
import { marksOf } from "../core/draft.ts";
import { textIn, type Form, type Question } from "../core/form.ts";
import { answerInWords, markInWords, numbered, placeInWords } from "../core/marks.ts";
import type { OutlinePayload } from "../core/payload.ts";
import type { Words } from "../core/words.ts";
import { concerning, quiet } from "../answer/frame.ts";
import { ownMap } from "../answer/own_map.ts";
import { backgroundInWords } from "../answer/screens/check.ts";
import { element, isolated } from "../ui/elements.ts";
import type { OwnAnswers } from "./own_answers.ts";

export interface ToldSetting {
  readonly own: OwnAnswers;
  readonly draft: Draft;
  readonly form: Form;
  readonly ground: OutlinePayload | null;
  readonly words: Words;
  readonly locale: string;
  /** Take one mark away; left out where nothing can be changed any more. */
  readonly remove: ((mark: Mark) => void) | null;
  readonly photo: (mark: Mark) => Promise<Blob | null>;
}

export function toldParts(setting: ToldSetting): HTMLElement[] {
  const { draft, form, words, locale } = setting;
  const asked = form.questionnaire?.questions ?? [];
  const known = new Set(asked.map(({ key }) => key));
  const parts: HTMLElement[] = [];
  if (draft.marks.length > 0) {
    const n = draft.marks.length;
    const map = ownMap(draft.marks, form, setting.ground, words.count("flow_own_map", n, String(n)));
    parts.push(element("figure", {}, map));
  }
  for (const question of asked) {
    const marks = marksOf(draft, question.key);
    const answer = draft.answers[question.key];
    if (marks.length === 0 && answer === undefined) continue;
    parts.push(section(textIn(question.wording, locale), body(question, marks, answer, setting)));
  }
  const others = draft.marks.filter((mark) => !known.has(mark.question));
  if (others.length > 0) parts.push(section(words("flow_map"), list(others, setting)));
  const about = backgroundInWords(form, draft.background, words, locale);
  if (about.length > 0) parts.push(section(words("flow_about_you"), element("p", { dir: "auto" }, about.join(" · "))));
  return parts;
}

function section(heading: string, inside: HTMLElement): HTMLElement {
  return element("section", { class: "told" }, element("h2", { dir: "auto" }, heading), inside);
}

function body(question: Question, marks: readonly Mark[], answer: Draft["answers"][string] | undefined, setting: ToldSetting): HTMLElement {
  if (marks.length > 0 || answer === undefined) return list(marks, setting);
  return element("p", { dir: "auto", class: "told-answer" }, answerInWords(question, answer, setting.locale));
}

function list(marks: readonly Mark[], setting: ToldSetting): HTMLElement {
  const { words, form, locale, own, remove } = setting;
  const items = marks.map((mark, index) => {
    const told = markInWords(mark, form, words, locale);
    const state = own.states[mark.id] ?? "pending";
    const about = element("div", { class: "mark-told" }, element("h3", {}, isolated(told.place)));
    if (told.told.length > 0) about.append(element("p", { class: "soft" }, told.told.join(" · ")));
    if (told.text) about.append(element("blockquote", { dir: "auto" }, told.text));
    if (mark.has_photo) about.append(photoOf(mark, setting));
    about.append(element("p", { class: "mark-state", "data-state": state }, words(`receipt_state_${state}`)));
    if (state === "hidden") about.append(element("p", { class: "hint" }, words(remove ? "receipt_hidden_change" : "receipt_hidden")));
    const buttons = element("div", { class: "mark-buttons" });
    if (remove) buttons.append(removing(mark, numbered(index + 1, told.place, words), setting, remove));
    return element("li", { class: "mark-item" }, about, buttons);
  });
  return element("ol", { class: "mark-list" }, ...items);
}

/** To remove for good is asked once more, where one stands. */
function removing(mark: Mark, place: string, { words }: ToldSetting, remove: (mark: Mark) => void): HTMLElement {
  const host = element("div", { class: "removing" });
  const first = quiet(words("flow_remove"), () => {
    const yes = quiet(words("receipt_remove_yes"), () => remove(mark));
    const no = quiet(words("receipt_keep"), () => {
      host.replaceChildren(first);
      first.focus();
    });
    host.replaceChildren(element("p", { role: "status" }, words("receipt_remove_sure", { place })), yes, no);
    yes.focus();
  });
  concerning(first, place);
  host.append(first);
  return host;
}

function photoOf(mark: Mark, { words, form, locale, photo }: ToldSetting): HTMLElement {
  const picture = element("img", { class: "own-photo", alt: words("receipt_photo", { place: placeInWords(mark, form, words, locale) }) });
  picture.hidden = true;
  void photo(mark).then((blob) => {
    if (!blob) return;
    picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
    picture.src = URL.createObjectURL(blob);
    picture.hidden = false;
  });
  return picture;
}
