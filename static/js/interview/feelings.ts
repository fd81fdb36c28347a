/** How places feel: five faces for each area, the own one first and the nearest next, so that each is one tap. */

import { face } from "../answer/faces.ts";
import { marksOf } from "../core/draft.ts";
import type { Area, Question } from "../core/form.ts";
import { areasAskedAbout } from "../core/interview.ts";
import { feelingKey, VALENCES, type Valence } from "../core/marks.ts";
import { element, isolated } from "../ui/elements.ts";
import { tapButton, type Scene } from "./scene.ts";

const FEW_AREAS = 5;

export function feelingsPanel(scene: Scene, question: Question, first: boolean): HTMLElement[] {
  const head = element("div", { class: "feelings-head", "aria-hidden": "true" }, element("span"),
    ...VALENCES.map((valence) => element("span", {}, scene.words(feelingKey(valence)))));
  return [element("div", { class: "feelings" }, ...(first ? [head] : []), ...questionPart(scene, question))];
}

function questionPart(scene: Scene, question: Question): HTMLElement[] {
  const { form, words, shown, conversation: { draft } } = scene;
  const areas = areasAskedAbout(form, question, draft.background);
  const all = shown.get("areas") === question.key;
  const told = new Set(marksOf(draft, question.key).map(({ where }) => where.area));
  const listed = areas.filter((area, index) => all || index < FEW_AREAS || told.has(area.code));
  const rows = listed.map((area) => areaRow(scene, question, area));
  if (question.settings.about === "home_area" && !areas.length) {
    return [element("p", { class: "interview-hint" }, words("interview_no_home"))];
  }
  if (areas.length > FEW_AREAS) {
    rows.push(tapButton({
      text: words(all ? "interview_fewer" : "interview_more"),
      press: () => {
        shown.set("areas", all ? "" : question.key);
        scene.redraw();
      },
      kind: "tap-more",
      id: `areas-more-${question.key}`,
    }));
  }
  return rows;
}

function areaRow({ words, conversation }: Scene, question: Question, area: Area): HTMLElement {
  const mark = marksOf(conversation.draft, question.key).find(({ where }) => where.area === area.code);
  const tell = (valence: Valence): void => {
    if (mark?.valence === valence) conversation.remove(mark.id);
    else if (mark) conversation.put({ ...mark, valence });
    else conversation.add(question, { by: "list", area: area.code, precision: "village" }, { valence });
  };
  const buttons = VALENCES.map((valence) =>
    tapButton({
      text: face(valence),
      press: () => tell(valence),
      pressed: mark?.valence === valence,
      name: `${area.name}: ${words(feelingKey(valence))}`,
      kind: "tap-face",
      id: `feels-${question.key}-${area.code}-${valence}`,
    }));
  const kind = question.settings.about === "home_area" ? "feelings-row feelings-own" : "feelings-row";
  return element("div", { class: kind, role: "group", "aria-label": area.name },
    element("span", { class: "feelings-area" }, isolated(area.name)), ...buttons);
}
