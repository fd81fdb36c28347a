/** What stands round the questions: title, information and languages before; the person and thanks after. */

import { BACKGROUND, LOCALES, toggled } from "../core/builder_draft.ts";
import { element } from "../ui/elements.ts";
import { languageOf, type Bench } from "./bench.ts";
import { checkField, group } from "./fields.ts";
import { textPair } from "./text_pair.ts";

const LONGEST_TITLE = 200;
const LONGEST_INFORMATION = 8_000;

export function startEditor(bench: Bench): readonly Node[] {
  const { words, workshop } = bench;
  const { draft } = workshop;
  return [
    element("h2", { tabindex: "-1" }, words("start")),
    languagesOffered(bench),
    textPair(bench, {
      title: words("title"), pointer: "#/title", texts: draft.title, longest: LONGEST_TITLE,
      onText: (title) => workshop.change((one) => ({ ...one, title }), "words"),
    }),
    textPair(bench, {
      title: words("information"), pointer: "#/information", texts: draft.information, longest: LONGEST_INFORMATION, rows: 6,
      onText: (information) => workshop.change((one) => ({ ...one, information }), "words"),
    }),
    element("p", { class: "quiet" }, words("information_help")),
  ];
}

export function endEditor(bench: Bench): readonly Node[] {
  const { words, workshop } = bench;
  const asked = (): readonly string[] => workshop.draft.settings.background;
  return [
    element("h2", { tabindex: "-1" }, words("end")),
    group(words("background"),
      element("p", { class: "quiet" }, words("background_help")),
      ...BACKGROUND.map((one) =>
        checkField(words(`background_${one}`), asked().includes(one), (isOn) => {
          const next = toggled(asked(), one, isOn);
          const background = BACKGROUND.filter((each) => next.includes(each));
          workshop.change((draft) => ({ ...draft, settings: { ...draft.settings, background } }), "words");
        }),
      ),
    ),
    textPair(bench, {
      title: words("thanks"), pointer: "#/thanks", texts: workshop.draft.thanks, longest: LONGEST_INFORMATION, rows: 4,
      onText: (thanks) => workshop.change((one) => ({ ...one, thanks }), "words"),
    }),
    element("p", { class: "quiet" }, words("thanks_help")),
  ];
}

function languagesOffered(bench: Bench): HTMLElement {
  const { words, workshop, data } = bench;
  const checks = LOCALES.map((locale) => {
    const isMain = locale === data.main_locale;
    const name = languageOf(data, locale).name;
    const isOn = isMain || workshop.draft.settings.locales.includes(locale);
    const check = checkField(isMain ? words("main_language", { name }) : name, isOn, (wanted) => {
      const next = toggled(workshop.draft.settings.locales, locale, wanted);
      const locales = [data.main_locale, ...LOCALES.filter((one) => one !== data.main_locale && next.includes(one))];
      workshop.change((draft) => ({ ...draft, settings: { ...draft.settings, locales } }), "parts");
      // The parts were drawn anew: the hand stays on the same box.
      document.querySelector<HTMLElement>(`[data-language="${locale}"] input`)?.focus();
    });
    check.dataset["language"] = locale;
    if (isMain) check.querySelector("input")?.setAttribute("disabled", "");
    return check;
  });
  return group(words("languages"), element("div", { class: "checks checks-in-a-row" }, ...checks), element("p", { class: "quiet" }, words("languages_help")));
}
