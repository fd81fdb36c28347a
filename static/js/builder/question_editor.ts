/** The chosen question: its words, what is asked about each mark, and when it is asked. */

import { ASPECTS, KEY, KINDS, renameQuestion, SHAPES, withKind, withSettings } from "../core/builder_draft.ts";
import type { Aspect, Kind, Question, QuestionSettings } from "../core/form.ts";
import { element } from "../ui/elements.ts";
import type { Bench } from "./bench.ts";
import { choiceRows } from "./choice_rows.ts";
import { conditionField } from "./condition_field.ts";
import { checkField, group, nameField, numberField, selectField } from "./fields.ts";
import { sortOf } from "./naming.ts";
import { orderedChecks } from "./ordered_checks.ts";
import { textPair } from "./text_pair.ts";

const LONGEST_WORDING = 500;
const LONGEST_HELP = 1_500;
const MOST_MARKS = 100;
const LONGEST_TEXT = 4_000;

export function questionEditor(bench: Bench, question: Question): readonly Node[] {
  const { words, workshop } = bench;
  const at = workshop.draft.questions.findIndex((one) => one.key === question.key);
  const set = (changed: Parameters<typeof withSettings>[1]): void => workshop.changeChosen((one) => withSettings(one, changed), "words");
  return [
    element("h2", { tabindex: "-1" }, words("question_number", { n: String(at + 1), sort: sortOf(bench, question) })),
    textPair(bench, {
      title: words("wording"), pointer: `#/questions/${at}/wording`, texts: question.wording, longest: LONGEST_WORDING, rows: 2,
      onText: (wording) => workshop.changeChosen((one) => ({ ...one, wording }), "words"),
    }),
    textPair(bench, {
      title: words("help"), pointer: `#/questions/${at}/settings/help`, texts: question.settings.help ?? {}, longest: LONGEST_HELP, optional: true,
      onText: (help) => set({ help: Object.keys(help).length > 0 ? help : undefined }),
    }),
    ...(question.form === "perception" ? aboutMarks(bench, question, set) : []),
    ...(question.form === "choice" || question.form === "scale" ? aboutAnswers(bench, question, at, set) : []),
    ...(question.form === "text"
      ? [numberField(words("longest"), question.settings.longest ?? LONGEST_TEXT, LONGEST_TEXT, (longest) => set({ longest }))]
      : []),
    conditionField(bench, question),
    whoAndHow(bench, question, set),
  ];
}

type SetSettings = (changed: { readonly [Name in keyof QuestionSettings]?: QuestionSettings[Name] | undefined }) => void;

function aboutMarks(bench: Bench, question: Question, set: SetSettings): readonly Node[] {
  const { words, workshop } = bench;
  const { kind, settings } = question;
  const subjects = ["anywhere", "home_area", "other_areas"].map((value) => ({ value, label: words(`subject_${value}`) }));
  return [
    element("div", { class: "field-row" },
      selectField(words("kind"), KINDS.map((value) => ({ value, label: words(`kind_${value}`) })), kind ?? "destination", (value) =>
        workshop.changeChosen((one) => withKind(one, value as Kind), "parts")),
      selectField(words("subject"), subjects, settings.about || "anywhere", (about) => set({ about })),
      numberField(words("most"), settings.most ?? 20, MOST_MARKS, (most) => set({ most })),
    ),
    orderedChecks<Aspect>(bench, {
      title: words("asks"), help: words("asks_help"), all: ASPECTS.filter((one) => one !== "nature" || kind === "barrier"),
      chosen: settings.asks ?? [], label: (one) => words(`aspect_${one}`), onChange: (asks) => set({ asks }),
    }),
    orderedChecks(bench, {
      title: words("shapes"), help: words("shapes_help"), all: SHAPES.filter((one) => one !== "ends" || kind === "route"),
      chosen: settings.shapes ?? ["point"], label: (one) => words(`shape_${one}`), needsOne: true, onChange: (shapes) => set({ shapes }),
    }),
  ];
}

function aboutAnswers(bench: Bench, question: Question, at: number, set: SetSettings): readonly Node[] {
  const { words } = bench;
  const isScale = question.form === "scale";
  return [
    choiceRows(bench, question, at),
    element("div", { class: "checks" },
      ...(isScale ? [] : [checkField(words("several"), question.settings.several ?? false, (several) => set({ several }))]),
      checkField(words("about_organisation"), question.settings.about === "organisation", (isOn) => set({ about: isOn ? "organisation" : undefined })),
    ),
  ];
}

function whoAndHow(bench: Bench, question: Question, set: SetSettings): HTMLElement {
  const { words, workshop } = bench;
  const modes = ["", "web", "interview"].map((value) => ({ value, label: words(`only_in_${value || "both"}`) }));
  const others = workshop.draft.questions.map((one) => one.key).filter((key) => key !== question.key);
  const check = (written: string): string | null =>
    !KEY.test(written) ? words("key_wrong") : others.includes(written) ? words("key_taken") : null;
  return group(words("more"),
    checkField(words("required"), question.settings.required ?? false, (required) => set({ required })),
    element("div", { class: "field-row" },
      selectField(words("only_in"), modes, question.settings.only_in ?? "", (value) => set({ only_in: value === "web" || value === "interview" ? value : undefined })),
      nameField(words("key"), question.key, check, (key) => {
        workshop.chosen = key;
        workshop.change((draft) => renameQuestion(draft, question.key, key), "parts");
      }, words("key_help")),
    ),
  );
}
