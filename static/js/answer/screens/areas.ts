/** Questions about areas as wholes: how one sees the own one, and how the others. */

import type { Draft, Mark } from "../../core/draft.ts";
import { marksOf } from "../../core/draft.ts";
import { otherAreas, withBackground, withMark, withoutMark } from "../../core/flow.ts";
import { textIn, type Area, type Question } from "../../core/form.ts";
import { element, isolated } from "../../ui/elements.ts";
import { areaList } from "../area_list.ts";
import { askAspects } from "../aspects.ts";
import { newId } from "../drafts.ts";
import { faces } from "../faces.ts";
import { button, primary, quiet, type Frame } from "../frame.ts";
import type { Journey, Shown } from "../journey.ts";
import { feetOf, headOf, onwardKey } from "./question_head.ts";

/** So many areas are shown at first; the nearest are the ones that people know. */
const FIRST_AREAS = 8;

export function homeAreaScreen(question: Question): (journey: Journey, frame: Frame) => Shown {
  return (journey, frame) => {
    const home = journey.form.areas.find((area) => area.code === journey.draft.background.home_area);
    return home && journey.view.part !== "where" ? ownArea(question, home, journey, frame) : askHome(question, journey, frame);
  };
}

/** The home area is asked once, wherever it is needed first. */
function askHome(question: Question, journey: Journey, frame: Frame): Shown {
  const { words, form } = journey;
  frame.layOut("words");
  headOf(question, journey, frame);
  frame.body.append(areaList({
    name: "home-area",
    legend: words("flow_home_area"),
    areas: form.areas,
    words,
    chosen: journey.draft.background.home_area ?? null,
    onChange: (code) => journey.change(moveHome(withBackground(journey.draft, "home_area", code || null), question.key)),
  }));
  const needed = element("p", { class: "problem", role: "alert" });
  frame.foot.append(needed);
  if (!question.settings.required) frame.foot.append(quiet(words("flow_skip"), () => journey.skip()));
  frame.foot.append(primary(words("flow_next"), () => {
    if (journey.draft.background.home_area) journey.go({ at: question.key, ...(journey.view.toCheck ? { toCheck: true } : {}), part: "aspects" });
    else if (question.settings.required) needed.textContent = words("flow_required");
    else journey.skip();
  }));
  return {};
}

/** Who lives somewhere else than first said speaks of that place. */
function moveHome(draft: Draft, key: string): Draft {
  const home = draft.background.home_area;
  return { ...draft, marks: draft.marks.filter((mark) => mark.question !== key || mark.where.area === home) };
}

function ownArea(question: Question, home: Area, journey: Journey, frame: Frame): Shown {
  const { words, form, locale } = journey;
  frame.layOut("words");
  headOf(question, journey, frame);
  const change = quiet(words("flow_other_area"), () =>
    journey.go({ at: question.key, ...(journey.view.toCheck ? { toCheck: true } : {}), part: "where" }));
  frame.body.append(element("p", { class: "chosen-area" }, element("strong", {}, isolated(home.name)), change));
  const known = marksOf(journey.draft, question.key).find((mark) => mark.where.area === home.code);
  const mark: Mark = known ?? about(question, home);
  const host = element("div", { class: "aspects-host" });
  frame.body.append(host);
  const asking = askAspects(host, {
    question, form, locale, words, mark, store: journey.store, foot: element("div"),
    onChange: (told) => journey.change(saysSomething(told) ? withMark(journey.draft, told) : withoutMark(journey.draft, told.id)),
  });
  feetOf(question, journey, frame, () => marksOf(journey.draft, question.key).length > 0);
  return { close: () => asking.close() };
}

/** The others, nearest first: five faces each, and any may be left out. */
export function otherAreasScreen(question: Question): (journey: Journey, frame: Frame) => Shown {
  return (journey, frame) => {
    const { words, form } = journey;
    frame.layOut("words");
    headOf(question, journey, frame);
    // What the questionnaire itself says about this goes before.
    if (!textIn(question.settings.help ?? {}, journey.locale)) frame.body.append(element("p", { class: "hint" }, words("flow_any_number")));
    const areas = otherAreas(form, journey.draft.background.home_area);
    const told = marksOf(journey.draft, question.key).map((mark) => mark.where.area);
    const list = element("div", { class: "area-faces" });
    const lay = (some: readonly Area[]): HTMLElement[] => some.map((area) => areaFaces(area, question, journey));
    const near = areas.filter((area, index) => index < FIRST_AREAS || told.includes(area.code));
    list.append(...lay(near));
    frame.body.append(list);
    const rest = areas.filter((area) => !near.includes(area));
    if (rest.length > 0) {
      const more = button(words.count("flow_more_areas", rest.length, String(rest.length)), () => {
        const added = lay(rest);
        list.append(...added);
        more.remove();
        added[0]?.querySelector("input")?.focus();
      });
      frame.body.append(more);
    }
    if (!question.settings.required) frame.foot.append(quiet(words("flow_skip"), () => journey.skip()));
    frame.foot.append(primary(words(onwardKey(journey)), () => journey.next()));
    return {};
  };
}

function areaFaces(area: Area, question: Question, journey: Journey): HTMLElement {
  const known = (): Mark | undefined => marksOf(journey.draft, question.key).find((mark) => mark.where.area === area.code);
  return faces({
    name: `valence-${area.code}`,
    legend: area.name,
    words: journey.words,
    small: true,
    chosen: known()?.valence,
    onChange: (valence) => {
      const mark = known();
      if (valence !== null) journey.change(withMark(journey.draft, { ...(mark ?? about(question, area)), valence }));
      else if (mark) journey.change(withoutMark(journey.draft, mark.id));
    },
  });
}

function about(question: Question, area: Area): Mark {
  return { id: newId(), question: question.key, where: { by: "list", area: area.code, precision: "village" } };
}

function saysSomething(mark: Mark): boolean {
  return mark.valence !== undefined || Boolean(mark.text) || mark.nature !== undefined || Boolean(mark.has_photo)
    || (mark.purposes ?? []).length > 0 || (mark.themes ?? []).length > 0;
}

