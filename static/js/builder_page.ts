/** The page where questionnaires are made: joins the parts. */

import { writtenOf, type BuilderDraft } from "./core/builder_draft.ts";
import { placeOf } from "./core/builder_languages.ts";
import { wordsFrom } from "./core/words.ts";
import { prepareAdding } from "./builder/adding.ts";
import type { Bench } from "./builder/bench.ts";
import { Editor } from "./builder/editor.ts";
import { readBuilderData } from "./builder/page_data.ts";
import { Preview } from "./builder/preview.ts";
import { preparePublishing } from "./builder/publishing.ts";
import { QuestionList } from "./builder/question_list.ts";
import { tellSaving } from "./builder/save_line.ts";
import { Saving } from "./builder/saving.ts";
import { loadDraft } from "./builder/server.ts";
import { prepareStarting } from "./builder/starting.ts";
import { END, START, Workshop } from "./builder/workshop.ts";
import { required } from "./ui/elements.ts";

const data = readBuilderData();
const words = wordsFrom(data.strings, data.locale);
const spoken = required("#spoken", HTMLElement);

for (const button of document.querySelectorAll('[data-dialog="cancel"]')) {
  button.addEventListener("click", () => button.closest("dialog")?.close());
}

loadDraft(data.urls.draft).then(begin, () => {
  required("#builder", HTMLElement).removeAttribute("aria-busy");
  required("#load-problem", HTMLElement).hidden = false;
});

function begin(draft: BuilderDraft): void {
  const workshop = new Workshop(writtenOf(draft));
  const bench: Bench = { data, words, workshop, say: (sentence) => void (spoken.textContent = sentence) };
  let wasSaved = true;
  const saving = new Saving(data.urls.draft, draft, workshop, () => {
    tellSaving(bench, saving);
    if (saving.state === "saved" && !wasSaved) preview.later();
    if (saving.state === "saved") tellVersion(saving.draft);
    wasSaved = saving.state === "saved";
  });
  const kept = saving.takeUp();
  if (kept) workshop.draft = kept;
  const list = new QuestionList(bench);
  const editor = new Editor(bench);
  const preview = new Preview(bench);
  tellVersion(draft);
  tellSaving(bench, saving);
  if (kept) {
    bench.say(words("taken_up"));
    saving.changed();
  }

  const goTo = (pointer: string): void => {
    const { question, locale } = placeOf(pointer);
    if (locale && locale !== data.main_locale && workshop.draft.settings.locales.includes(locale)) workshop.beside = locale;
    const isAfter = /^#?\/(thanks|background|settings\/background)/.test(pointer);
    workshop.choose(question === null ? (isAfter ? END : START) : (workshop.draft.questions[question]?.key ?? START));
    editor.focusField(pointer.startsWith("#") ? pointer : `#${pointer}`);
  };
  const replaced = (next: BuilderDraft): void => {
    tellVersion(next);
    workshop.choose(next.questions[0]?.key ?? START);
    preview.later();
    list.focus(workshop.chosen);
  };
  prepareAdding(bench);
  prepareStarting(bench, saving, replaced);
  preparePublishing(bench, saving, goTo, (next) => {
    tellVersion(next);
    workshop.choose(workshop.question ? workshop.chosen : START);
    preview.later();
    required("#publish", HTMLElement).focus();
  });
  required("#builder", HTMLElement).removeAttribute("aria-busy");
}

function tellVersion(draft: BuilderDraft): void {
  const published = String(draft.published_version);
  const key = draft.version === 0 ? "version_none" : draft.is_published ? "version_unchanged" : draft.published_version === null ? "version_first" : "version_after";
  const n = String(draft.is_published ? draft.version + 1 : draft.version);
  required("#version", HTMLElement).textContent = words(key, { n, published });
}
