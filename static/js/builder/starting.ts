/** Start from a template or from a file; faults of a file are told row by row. */

import { writtenOf, type BuilderDraft } from "../core/builder_draft.ts";
import { element, required } from "../ui/elements.ts";
import type { Bench } from "./bench.ts";
import type { Saving } from "./saving.ts";
import { loadDraft, post, Refused, sendFile } from "./server.ts";

/** What was left out of a file or taken otherwise than it was meant. */
interface Note {
  readonly row: number | null;
  readonly detail: string;
}

function notesOf(told: unknown): readonly Note[] {
  return (told as { notes?: readonly Note[] } | null)?.notes ?? [];
}

export function prepareStarting(bench: Bench, saving: Saving, onReplaced: (draft: BuilderDraft) => void): void {
  const { words, data, workshop } = bench;
  const dialog = required("#start-dialog", HTMLDialogElement);
  const problem = required("#start-problem", HTMLElement);
  const faults = required("#start-faults", HTMLElement);
  const file = required("#import-file", HTMLInputElement);

  const replace = async (ask: () => Promise<unknown>): Promise<void> => {
    problem.hidden = true;
    faults.replaceChildren();
    try {
      await saving.save();
      const told = await ask();
      const draft = await loadDraft(data.urls.draft);
      saving.replace(draft);
      workshop.draft = writtenOf(draft);
      const notes = notesOf(told);
      if (notes.length === 0) dialog.close();
      onReplaced(draft);
      bench.say(words("replaced", { n: String(draft.questions.length) }));
      if (notes.length > 0) showNotes(notes);
    } catch (refused) {
      problem.hidden = false;
      problem.textContent = refused instanceof Refused ? `${refused.message} ${refused.remedy}` : words("saving_offline");
      const found = refused instanceof Refused ? refused.faults : [];
      faults.replaceChildren(...found.map((fault) =>
        element("li", {}, element("code", { dir: "ltr" }, fault.pointer.replace(/^#\/?/, "") || "#"), ` ${fault.detail} ${fault.remedy ?? ""}`)));
    }
  };
  const showNotes = (notes: readonly Note[]): void => {
    problem.hidden = false;
    problem.textContent = words("imported_with_notes");
    faults.replaceChildren(...notes.map(({ row, detail }) => element("li", {}, row === null ? detail : `${words("row", { n: String(row) })} ${detail}`)));
    dialog.querySelector<HTMLElement>('[data-dialog="cancel"]')?.focus();
  };
  for (const button of dialog.querySelectorAll<HTMLButtonElement>("[data-template]")) {
    const url = data.urls.template.replace("{name}", button.dataset["template"] ?? "");
    button.addEventListener("click", () => void replace(() => post(url, { fingerprint: saving.draft.fingerprint })));
  }
  file.addEventListener("change", () => {
    const [chosen] = file.files ?? [];
    if (chosen) void replace(() => sendFile(`${data.urls.import}?fingerprint=${saving.draft.fingerprint}`, chosen)).finally(() => (file.value = ""));
  });
  required("#start-from", HTMLButtonElement).addEventListener("click", () => {
    const count = workshop.draft.questions.length;
    const warning = required("#start-warning", HTMLElement);
    warning.hidden = count === 0;
    warning.textContent = words.count("start_warning", count, String(count));
    problem.hidden = true;
    faults.replaceChildren();
    dialog.showModal();
  });
}
