/** Questions about places and ways: the likely answers are one tap each, every other way to say where is one more. */

import { marksOf } from "../core/draft.ts";
import type { Question } from "../core/form.ts";
import { likelyPlaces, wayBetween, whereOf, type Likely } from "../core/interview.ts";
import { element, isolated } from "../ui/elements.ts";
import { tapButton, tapRow, type Scene } from "./scene.ts";

const FEW_LIKELY = 10;
const MANY_LIKELY = 46;

export function placesPanel(scene: Scene, question: Question): HTMLElement[] {
  const shapes = question.settings.shapes ?? ["point"];
  const parts: HTMLElement[] = [];
  if (shapes.includes("ends")) parts.push(...waysPart(scene, question));
  else if (shapes.includes("point")) parts.push(likelyGrid(scene, question, (one) => name(scene, question, one)));
  if (!shapes.includes("point")) {
    const key = shapes[0] === "area" ? "interview_draw_area" : "interview_draw_line";
    parts.push(elsewhere(scene, question, key, "tap-draw"));
  }
  return parts;
}

/** Name a place; named once more, it is the one that is spoken about. */
function name({ conversation }: Scene, question: Question, one: Likely): void {
  const known = marksOf(conversation.draft, question.key).find(({ where }) => where[one.what] === one.code);
  if (known) conversation.choose(known.id);
  else conversation.add(question, whereOf(one));
}

function likelyGrid(scene: Scene, question: Question, press: (one: Likely) => void, except: Likely | null = null): HTMLElement {
  const { form, conversation: { draft }, heard, words, shown } = scene;
  const all = shown.get("likely") === question.key;
  const likely = likelyPlaces(form, question, draft.background.home_area, heard, all ? MANY_LIKELY : FEW_LIKELY + 2);
  const marks = marksOf(draft, question.key);
  const buttons = likely.filter((one) => !isSame(one, except)).slice(0, all ? MANY_LIKELY : FEW_LIKELY).map((one) =>
    tapButton({
      text: isolated(one.name),
      press: () => press(one),
      pressed: marks.some(({ where }) => where[one.what] === one.code),
      id: `likely-${question.key}-${one.what}-${one.code}`,
    }));
  const more = tapButton({
    text: words(all ? "interview_fewer" : "interview_more"),
    press: () => {
      shown.set("likely", all ? "" : question.key);
      scene.redraw();
    },
    kind: "tap-more",
    id: "likely-more",
  });
  return tapRow(words("interview_likely"), "tap-grid", ...buttons, more, elsewhere(scene, question, "interview_elsewhere"));
}

/** A place and its area often bear one name, and no way leads from a place to itself. */
function isSame(one: Likely, other: Likely | null): boolean {
  return other !== null && one.name.toLocaleLowerCase() === other.name.toLocaleLowerCase();
}

function elsewhere(scene: Scene, question: Question, key: string, kind = "tap-elsewhere"): HTMLButtonElement {
  return tapButton({ text: scene.words(key), press: () => scene.ask(question), kind, id: `elsewhere-${question.key}` });
}

/** A way: it begins at home unless another start was chosen, so that its end is the only tap. */
function waysPart(scene: Scene, question: Question): HTMLElement[] {
  const { words, shown, conversation } = scene;
  const from = startOf(scene);
  const choosing = from === null || shown.get("choosing") === "start";
  const start = tapButton({
    text: from ? element("span", {}, words("interview_from", { place: from.name })) : words("interview_choose_start"),
    press: () => {
      shown.set("choosing", choosing ? "" : "start");
      scene.redraw();
    },
    pressed: choosing,
    kind: "tap-start",
    id: "way-start",
  });
  const press = (one: Likely): void => {
    if (choosing || from === null) {
      shown.set("start", `${one.what}:${one.code}`);
      shown.set("choosing", "");
      scene.redraw();
    } else {
      conversation.add(question, wayBetween(from, one));
    }
  };
  const heading = words(choosing ? "interview_where_from" : "interview_where_to");
  return [start, element("h3", { class: "interview-sub" }, heading), likelyGrid(scene, question, press, choosing ? null : from)];
}

function startOf({ form, shown, conversation: { draft } }: Scene): Likely | null {
  const [what, code] = (shown.get("start") ?? `area:${draft.background.home_area ?? ""}`).split(/:(.*)/s);
  const one = (what === "place" ? form.places : form.areas).find((known) => known.code === code);
  return one ? { code: one.code, name: one.name, what: what === "place" ? "place" : "area", point: one.point } : null;
}
