/** Who is spoken to, in four taps: home area, age, gender, group. Each may be left unsaid with one tap. */

import { unsaid, withBackground } from "../core/flow.ts";
import { textIn, type BackgroundField } from "../core/form.ts";
import { element } from "../ui/elements.ts";
import { tapButton, tapRow, type Scene } from "./scene.ts";

const GENDERS = ["woman", "man", "other"] as const;

export function backgroundPanel(scene: Scene): HTMLElement[] {
  const { form, words, locale } = scene;
  const information = textIn(form.questionnaire?.information ?? {}, locale);
  const rows = (form.questionnaire?.background ?? []).map((field) => fieldRow(scene, field));
  if (!information) return [scene.tools, ...rows];
  const told = element("details", { class: "interview-information" },
    element("summary", {}, words("interview_read_aloud")),
    ...information.split(/\n+/).map((part) => element("p", { dir: "auto" }, part)));
  return [element("div", { class: "interview-begin" }, told, scene.tools), ...rows];
}

function fieldRow(scene: Scene, field: BackgroundField): HTMLElement {
  const { words, conversation } = scene;
  const { draft } = conversation;
  const chosen = draft.background[field];
  const tell = (value: string | null): void => {
    const was = isComplete(scene);
    conversation.set(withBackground(conversation.draft, field, value));
    // The last answer leads on by itself: one tap less.
    if (!was && isComplete(scene)) scene.next();
  };
  const buttons = optionsOf(scene, field).map(({ value, label }) =>
    tapButton({ text: element("bdi", {}, label), press: () => tell(value), pressed: chosen === value, id: `tell-${field}-${value}` }));
  const none = tapButton({
    text: words("interview_unsaid"),
    press: () => tell(null),
    pressed: draft.skipped.includes(unsaid(field)),
    kind: "tap-unsaid",
    id: `tell-${field}-none`,
  });
  const name = words(`interview_${field}`);
  return element("section", { class: `interview-field interview-field-${field}` },
    element("h3", {}, name),
    tapRow(name, "", ...buttons, none));
}

function isComplete({ form, conversation: { draft } }: Scene): boolean {
  return (form.questionnaire?.background ?? []).every(
    (field) => draft.background[field] !== undefined || draft.skipped.includes(unsaid(field)),
  );
}

function optionsOf({ form, words, locale }: Scene, field: BackgroundField): { value: string; label: string }[] {
  switch (field) {
    case "home_area":
      return form.areas.map(({ code, name }) => ({ value: code, label: name }));
    case "age_band":
      return form.age_bands.map((band) => ({ value: band, label: band.replace("-", "–") }));
    case "gender":
      return GENDERS.map((one) => ({ value: one, label: words(`interview_gender_${one}`) }));
    case "group":
      return form.groups.map(({ code, label }) => ({ value: code, label: textIn(label, locale) || code }));
  }
}
