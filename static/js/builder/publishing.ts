/** Publish: what it freezes, what stands in its way, and the way to each of those fields. */

import { writtenOf, type BuilderDraft, type Fault } from "../core/builder_draft.ts";
import { missingCounts } from "../core/builder_languages.ts";
import { element, required } from "../ui/elements.ts";
import { languageOf, textButton, type Bench } from "./bench.ts";
import type { Saving } from "./saving.ts";
import { loadDraft, post, Refused } from "./server.ts";

export function preparePublishing(bench: Bench, saving: Saving, goTo: (pointer: string) => void, onPublished: (draft: BuilderDraft) => void): void {
  const { words, data, workshop } = bench;
  const dialog = required("#publish-dialog", HTMLDialogElement);
  const faults = required("#publish-faults", HTMLElement);
  const confirm = required("#publish-confirm", HTMLButtonElement);
  const problem = required("#publish-problem", HTMLElement);

  const listFaults = (found: readonly Fault[]): void => {
    faults.replaceChildren(
      ...(found.length > 0 ? [element("p", { class: "problem" }, words.count("faults", found.length, String(found.length)))] : []),
      element("ul", {}, ...found.map((fault) => {
        const lead = textButton(`${fault.detail} ${fault.remedy ?? ""}`.trim(), () => {
          dialog.close();
          goTo(fault.pointer);
        }, "link-button fault");
        return element("li", {}, lead);
      })),
    );
    confirm.disabled = found.length > 0;
  };
  const open = async (): Promise<void> => {
    await saving.save();
    const missing = Object.entries(missingCounts(workshop.draft)).filter(([locale, count]) => locale !== data.main_locale && count > 0);
    const { version, is_published } = saving.draft;
    required("#publish-what", HTMLElement).textContent = words(is_published ? "publish_nothing" : "publish_what", { n: String(version) });
    required("#publish-missing", HTMLElement).replaceChildren(
      ...missing.map(([locale, count]) => element("li", {}, words.count("missing_in", count, String(count), { name: languageOf(data, locale).name }))),
    );
    required("#publish-missing-part", HTMLElement).hidden = missing.length === 0;
    problem.hidden = saving.state === "saved";
    problem.textContent = saving.state === "saved" ? "" : words(`saving_${saving.state}`, { problem: saving.problem });
    listFaults(saving.faults);
    if (saving.state !== "saved" || is_published) confirm.disabled = true;
    dialog.showModal();
  };
  const publish = async (): Promise<void> => {
    confirm.disabled = true;
    try {
      await post(data.urls.publish, { fingerprint: saving.draft.fingerprint });
      const version = saving.draft.version;
      const next = await loadDraft(data.urls.draft);
      saving.replace(next);
      workshop.draft = writtenOf(next);
      dialog.close();
      onPublished(next);
      bench.say(words("published", { n: String(version) }));
    } catch (refused) {
      problem.hidden = false;
      problem.textContent = refused instanceof Refused ? `${refused.message} ${refused.remedy}` : words("saving_offline");
      listFaults(refused instanceof Refused ? refused.faults : []);
    }
  };
  required("#publish", HTMLButtonElement).addEventListener("click", () => void open());
  confirm.addEventListener("click", () => void publish());
}
