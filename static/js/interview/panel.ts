/** The left side: what is asked now, in large type to be read aloud, and what can be answered with one tap. */

import { withSkipped } from "../core/flow.ts";
import { textIn, type Question } from "../core/form.ts";
import { BACKGROUND_STEP, END, stepAt, stepBefore, stepsOf, type Step } from "../core/interview.ts";
import { element } from "../ui/elements.ts";
import { backgroundPanel } from "./background.ts";
import { choicesPanel } from "./choices.ts";
import { feelingsPanel } from "./feelings.ts";
import { aspectRows, quotePart, toldMarks } from "./latest_mark.ts";
import { placesPanel } from "./places.ts";
import { tapButton, type Scene } from "./scene.ts";
import { stepsNav } from "./steps_nav.ts";

export interface Panel {
  readonly steps: HTMLElement;
  readonly parts: readonly HTMLElement[];
}

/** What stands above the page, and on its left side. */
export function panel(scene: Scene): Panel {
  const { form, words, locale, conversation: { draft } } = scene;
  const steps = stepsOf(form, draft);
  const step = stepAt(steps, draft.at);
  const body = element("div", { class: "panel-body", id: "panel-body", tabindex: "-1" });
  const heading = (text: string): HTMLElement => element("h2", { class: "interview-question", dir: "auto" }, text);
  if (!step) {
    body.append(heading(words("interview_end")), ...endPart(scene, steps));
  } else if (step.key === BACKGROUND_STEP) {
    body.append(heading(words("interview_who")), ...backgroundPanel(scene));
  } else {
    step.questions.forEach((question, index) => {
      const asked = heading(textIn(question.wording, locale));
      if (index) asked.classList.add("interview-question-more");
      body.append(asked);
      const help = textIn(question.settings.help ?? {}, locale);
      if (help) body.append(element("p", { class: "interview-hint", dir: "auto" }, help));
      body.append(...answersTo(scene, question, index === 0));
    });
  }
  const told = toldMarks(scene, step?.questions[0]?.kind === "attitude" ? [] : (step?.questions.map(({ key }) => key) ?? []));
  const quote = step && step.key !== BACKGROUND_STEP ? quotePart(scene, step.questions.map(({ key }) => key)) : null;
  const latest = element("div", { class: "latest" });
  const asked = element("div", { class: "latest-asked" }, ...aspectRows(scene), ...(quote ? [quote] : []));
  if (asked.childElementCount) latest.append(asked);
  if (told) latest.append(told);
  if (latest.childElementCount) body.append(latest);
  return { steps: stepsNav(scene, steps, step?.key ?? END), parts: [body, movingPart(scene, steps, step)] };
}

function answersTo(scene: Scene, question: Question, first: boolean): HTMLElement[] {
  if (question.form !== "perception") return choicesPanel(scene, question);
  return question.kind === "attitude" ? feelingsPanel(scene, question, first) : placesPanel(scene, question);
}

function movingPart(scene: Scene, steps: readonly Step[], step: Step | null): HTMLElement {
  const { words, conversation } = scene;
  const before = stepBefore(steps, step?.key ?? END);
  const back = tapButton({
    text: words("interview_back"), press: () => before && conversation.go(before), kind: "move-back", id: "move-back",
  });
  back.disabled = before === null;
  const part = element("div", { class: "moving" }, back);
  if (!step) return part;
  if (step.state !== "done") {
    part.append(tapButton({
      text: words("interview_skip"),
      press: () => {
        const keys = step.questions.length ? step.questions.map(({ key }) => key) : [step.key];
        conversation.draft = keys.reduce(withSkipped, conversation.draft);
        scene.next();
      },
      kind: "move-skip",
      id: "move-skip",
    }));
  }
  part.append(tapButton({ text: words("interview_next"), press: () => scene.next(), kind: "tap-primary move-next", id: "move-next" }));
  return part;
}

/** After the last question: what was told, and what was passed over and can still be asked. */
function endPart({ words, locale, conversation }: Scene, steps: readonly Step[]): HTMLElement[] {
  const n = conversation.draft.marks.length;
  const left = steps.filter(({ state }) => state !== "done");
  const parts = [element("p", { class: "interview-sum" }, words.count("interview_sum", n, String(n)))];
  if (left.length) {
    parts.push(element("h3", { class: "interview-sub" }, words("interview_left")));
    parts.push(element("div", { class: "tap-row tap-list" }, ...left.map((step) => tapButton({
      text: element("bdi", {}, step.key === BACKGROUND_STEP ? words("interview_background") : textIn(step.questions[0]?.wording ?? {}, locale)),
      press: () => conversation.go(step.key),
    }))));
  }
  return parts;
}
