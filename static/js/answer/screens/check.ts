/** Everything that was told, in words and as a picture, before it is sent. */

import { marksOf, questionsAsked, type Draft } from "../../core/draft.ts";
import { BACKGROUND, hasTold } from "../../core/flow.ts";
import { textIn, type Form, type Question } from "../../core/form.ts";
import { answerInWords } from "../../core/marks.ts";
import type { Words } from "../../core/words.ts";
import { element } from "../../ui/elements.ts";
import { concerning, primary, quiet, type Frame } from "../frame.ts";
import type { Journey, Shown } from "../journey.ts";
import { ownMap } from "../own_map.ts";
import { markList, removeMark } from "./marks.ts";

export interface CheckActions {
  /** What the button is called, and what it does. */
  readonly sendKey: string;
  readonly send: () => Promise<void>;
}

export function checkScreen(actions: CheckActions): (journey: Journey, frame: Frame) => Promise<Shown> {
  return async (journey, frame) => {
    const { words, form, draft } = journey;
    const ground = await Promise.race([journey.ground, new Promise<null>((done) => setTimeout(done, 300, null))]);
    frame.layOut("words");
    frame.head(words("flow_check"));
    if (!hasTold(draft)) {
      frame.body.append(element("p", {}, words("flow_nothing_told")));
      frame.foot.append(primary(words("flow_back_to_questions"), () => journey.go({ at: questionsAsked(form, draft)[0]?.key ?? "information" })));
      return {};
    }
    const asked = questionsAsked(form, draft);
    const marks = draft.marks.filter((mark) => asked.some((question) => question.key === mark.question));
    if (marks.length > 0) frame.body.append(ownMap(marks, form, ground, words.count("flow_own_map", marks.length, String(marks.length))));
    for (const question of asked) frame.body.append(told(question, journey, frame));
    if ((form.questionnaire?.background ?? []).length > 0) frame.body.append(aboutYou(journey));
    const trouble = element("p", { class: "problem", role: "alert" });
    trouble.hidden = true;
    const send = primary(words(actions.sendKey), () => {
      send.disabled = true;
      actions.send().catch(() => {
        send.disabled = false;
        trouble.hidden = false;
        trouble.textContent = words("flow_not_kept_refused");
      });
    });
    frame.foot.append(trouble, send);
    return {};
  };
}

/** One question, and what was answered to it. */
function told(question: Question, journey: Journey, frame: Frame): HTMLElement {
  const { words, draft, locale } = journey;
  const wording = textIn(question.wording, locale);
  const change = quiet(words("flow_change"), () => journey.go({ at: question.key, toCheck: true }));
  concerning(change, wording);
  const part = element("section", { class: "told" }, element("div", { class: "told-head" }, element("h2", { dir: "auto" }, wording), change));
  const marks = marksOf(draft, question.key);
  const answer = draft.answers[question.key];
  if (marks.length > 0) {
    const isAboutAreas = question.settings.about === "other_areas" || question.settings.about === "home_area";
    part.append(markList(marks, journey, {
      ...(isAboutAreas ? {} : { edit: (mark) => journey.go({ at: question.key, part: "aspects", mark: mark.id, toCheck: true }) }),
      remove: (mark) => removeMark(mark, journey, frame),
    }));
  } else if (answer !== undefined) {
    part.append(element("p", { dir: "auto", class: "told-answer" }, answerInWords(question, answer, locale)));
  } else {
    part.append(element("p", { class: "soft" }, words("flow_passed_over")));
  }
  return part;
}

function aboutYou(journey: Journey): HTMLElement {
  const { words } = journey;
  const change = quiet(words("flow_change"), () => journey.go({ at: BACKGROUND, toCheck: true }));
  concerning(change, words("flow_about_you"));
  const said = backgroundInWords(journey.form, journey.draft.background, words, journey.locale);
  return element(
    "section", { class: "told" },
    element("div", { class: "told-head" }, element("h2", {}, words("flow_about_you")), change),
    element("p", said.length > 0 ? { dir: "auto" } : { class: "soft" }, said.length > 0 ? said.join(" · ") : words("flow_passed_over")),
  );
}

/** What somebody said about themselves, in words. */
export function backgroundInWords(form: Form, background: Draft["background"], words: Words, locale: string): string[] {
  const { home_area, age_band, gender, group } = background;
  const known = form.groups.find(({ code }) => code === group);
  return [
    ...(home_area ? [form.areas.find(({ code }) => code === home_area)?.name ?? home_area] : []),
    ...(age_band ? [words("flow_years", { band: age_band.replace("-", "–") })] : []),
    ...(gender ? [words(`flow_gender_${gender}`)] : []),
    ...(group ? [known ? textIn(known.label, locale) : group] : []),
  ];
}
