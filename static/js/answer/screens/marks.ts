/** A question about places: the map and the list of one's marks, two views of the same thing. */

import { marksOf, type Mark } from "../../core/draft.ts";
import { withMark, withMarkAt, withoutMark } from "../../core/flow.ts";
import type { Question } from "../../core/form.ts";
import { markInWords, numbered, placeInWords, pointOf } from "../../core/marks.ts";
import { element, isolated } from "../../ui/elements.ts";
import { askAspects } from "../aspects.ts";
import { MarkingMap } from "../../map/marking_map.ts";
import { newId } from "../drafts.ts";
import { button, concerning, primary, quiet, type Frame } from "../frame.ts";
import type { Journey, Shown, View } from "../journey.ts";
import { shownMarks } from "../shown_marks.ts";
import { askWhere } from "../where/asking_where.ts";
import { headOf, onwardKey } from "./question_head.ts";

export function marksScreen(question: Question): (journey: Journey, frame: Frame) => Shown {
  return (journey, frame) => {
    const part = journey.view.part ?? (marksOf(journey.draft, question.key).length > 0 ? "marks" : "where");
    const mark = journey.draft.marks.find((one) => one.id === journey.view.mark) ?? null;
    if (part === "aspects" && mark) return aspects(question, mark, journey, frame);
    if (part === "where") return where(question, mark, journey, frame);
    return listed(question, journey, frame);
  };
}

/** The one map of all screens; its ground is laid as soon as it has come. */
function mapOf({ form, ground, page }: Journey, frame: Frame): MarkingMap {
  return frame.map((container) => {
    const map = new MarkingMap(container, { bounds: form.project.bounds, places: form.places, basemap: page.basemap ?? null });
    void ground.then((outline) => outline && map.layGround(outline));
    return map;
  });
}

/** Where is it? A new mark, or one that is to lie somewhere else. */
function where(question: Question, mark: Mark | null, journey: Journey, frame: Frame): Shown {
  const { words, form, draft } = journey;
  frame.layOut("map");
  headOf(question, journey, frame);
  const map = mapOf(journey, frame);
  map.aim(true);
  if (!mark && journey.isArrival) map.fit();
  map.setMarks(shownMarks(marksOf(draft, question.key), journey).filter((one) => one.id !== mark?.id));
  const host = element("div", { class: "where-host" });
  frame.body.append(host);
  const asking = askWhere({
    host, map, form, question, locale: journey.locale, words,
    existing: mark?.where ?? null, homeArea: draft.background.home_area ?? null,
    begun: !journey.isArrival && journey.begun?.view === journey.view ? journey.begun.where : null,
  });
  let left = false;
  void asking.done.then((told) => {
    if (left) return;
    if (told === null) return afterGivingUp(question, journey);
    const placed: Mark = mark ? { ...mark, where: told } : { id: newId(), question: question.key, where: told };
    journey.change(withMark(journey.draft, placed));
    journey.announce(words("flow_placed", { place: placeInWords(placed, form, words, journey.locale) }));
    journey.note({ ...journey.view, part: "where", mark: placed.id });
    const asksMore = (question.settings.asks ?? []).length > 0;
    journey.go(within(journey.view, asksMore ? { part: "aspects", mark: placed.id } : { part: "marks" }));
  });
  const has = marksOf(draft, question.key).length;
  if (has > 0) {
    frame.foot.append(quiet(words.count("flow_show_marks", has, String(has)), () => journey.go(within(journey.view, { part: "marks" }))));
  } else if (!question.settings.required) {
    frame.foot.append(quiet(words("flow_skip"), () => journey.skip()));
  }
  return {
    close: () => {
      left = true;
      journey.begun = { view: journey.view, where: asking.begun() };
      asking.close();
    },
  };
}

function afterGivingUp(question: Question, journey: Journey): void {
  const none = marksOf(journey.draft, question.key).length === 0;
  if (none) journey.back();
  else journey.go(within(journey.view, { part: "marks" }));
}

/** What is there? Every word is kept at once, so that nothing is lost on the way. */
function aspects(question: Question, mark: Mark, journey: Journey, frame: Frame): Shown {
  const { form, words } = journey;
  frame.layOut("beside");
  const map = mapOf(journey, frame);
  map.aim(false);
  map.setMarks(shownMarks(marksOf(journey.draft, question.key), journey));
  const point = pointOf(mark, form);
  if (point) map.look(point);
  frame.head(nameOf(mark, marksOf(journey.draft, question.key), journey));
  // At the top, far from where the buttons are that lead here and on.
  const removal = element("p", { class: "mark-removal" });
  const host = element("div", { class: "aspects-host" });
  frame.body.append(removal, host);
  let left = false;
  const asking = askAspects(host, {
    question, form, locale: journey.locale, words, mark, store: journey.store, foot: frame.foot, removal,
    onChange: (told) => journey.change(withMark(journey.draft, told)),
  });
  void asking.done.then((told) => {
    if (left) return;
    if (told === null) {
      const index = journey.draft.marks.findIndex((one) => one.id === mark.id);
      const gone = journey.draft.marks[index];
      journey.change(withoutMark(journey.draft, mark.id));
      journey.go(within(journey.view, { part: "marks" }));
      if (gone) offerUndo(gone, index, journey, frame);
      return;
    }
    journey.go(within(journey.view, { part: "marks" }));
  });
  return {
    close: () => {
      left = true;
      asking.close();
    },
  };
}

/** The marks of this question in words, beside the map that shows them. */
function listed(question: Question, journey: Journey, frame: Frame): Shown {
  const { words } = journey;
  const marks = marksOf(journey.draft, question.key);
  frame.layOut("beside");
  headOf(question, journey, frame);
  const map = mapOf(journey, frame);
  map.aim(false);
  map.setMarks(shownMarks(marks, journey));
  frame.body.append(
    element("p", { class: "soft" }, words.count("flow_marks_here", marks.length, String(marks.length))),
    markList(marks, journey, {
      edit: (mark) => journey.go(within(journey.view, { part: "aspects", mark: mark.id })),
      move: (mark) => journey.go(within(journey.view, { part: "where", mark: mark.id })),
      remove: (mark) => removeMark(mark, journey, frame),
    }, "h2"),
  );
  const most = question.settings.most ?? 20;
  const more = (): void => journey.go(within(journey.view, { part: "where" }));
  if (marks.length === 0) {
    if (!question.settings.required) frame.foot.append(quiet(words("flow_skip"), () => journey.skip()));
    frame.foot.append(primary(words("flow_place_one"), more));
    return {};
  }
  if (marks.length < most) frame.foot.append(button(words("flow_one_more"), more));
  else frame.body.append(element("p", { class: "soft" }, words.count("flow_no_more", most, String(most))));
  frame.foot.append(primary(words(onwardKey(journey) === "flow_next" ? "flow_next_question" : onwardKey(journey)), () => journey.next()));
  return {};
}

/** Take a mark away, and offer to take that back. */
export function removeMark(mark: Mark, journey: Journey, frame: Frame): void {
  const index = journey.draft.marks.indexOf(mark);
  journey.change(withoutMark(journey.draft, mark.id));
  void journey.render();
  offerUndo(mark, index, journey, frame);
}

function offerUndo(mark: Mark, index: number, journey: Journey, frame: Frame): void {
  const { words } = journey;
  frame.notice(words("flow_removed", { place: placeInWords(mark, journey.form, words, journey.locale) }), quiet(words("flow_undo"), () => {
    journey.change(withMarkAt(journey.draft, mark, index));
    frame.clearNotice();
    journey.announce(words("flow_undone"));
    void journey.render();
  }));
}

export interface MarkActions {
  readonly edit?: (mark: Mark) => void;
  readonly move?: (mark: Mark) => void;
  readonly remove?: (mark: Mark) => void;
}

/** Marks in words, each with what can be done about it. */
export function markList(marks: readonly Mark[], journey: Pick<Journey, "form" | "words" | "locale">, actions: MarkActions, level: "h2" | "h3" = "h3"): HTMLElement {
  const { words, form, locale } = journey;
  const list = element("ol", { class: "mark-list" });
  for (const [index, mark] of marks.entries()) {
    const told = markInWords(mark, form, words, locale);
    const about = element("div", { class: "mark-told" }, element(level, {}, isolated(told.place)));
    if (told.told.length > 0) about.append(element("p", { class: "soft" }, told.told.join(" · ")));
    if (told.text) about.append(element("blockquote", { dir: "auto" }, told.text));
    const buttons = element("div", { class: "mark-buttons" });
    for (const [name, press] of [["flow_edit", actions.edit], ["flow_move", actions.move], ["flow_remove", actions.remove]] as const) {
      if (!press) continue;
      const one = quiet(words(name), () => press(mark));
      concerning(one, numbered(index + 1, told.place, words));
      buttons.append(one);
    }
    list.append(element("li", { class: "mark-item" }, about, buttons));
  }
  return list;
}

/** What a mark is called: its number on the map and in the list, and where it is. */
function nameOf(mark: Mark, among: readonly Mark[], { form, words, locale }: Pick<Journey, "form" | "words" | "locale">): string {
  const number = among.findIndex((one) => one.id === mark.id) + 1;
  return numbered(number, placeInWords(mark, form, words, locale), words);
}

function within(view: View, part: Pick<View, "part" | "mark">): View {
  return { at: view.at, ...(view.toCheck ? { toCheck: true } : {}), ...part };
}
