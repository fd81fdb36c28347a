/** The line that says whether everything is saved, and asks when two people wrote at once. */

import { element, required } from "../ui/elements.ts";
import { textButton, type Bench } from "./bench.ts";
import type { Saving } from "./saving.ts";

export function tellSaving(bench: Bench, saving: Saving): void {
  const { words } = bench;
  const line = required("#save-state", HTMLElement);
  line.textContent = words(`saving_${saving.state}`, { problem: saving.problem });
  line.dataset["state"] = saving.state;
  const trouble = required("#trouble", HTMLElement);
  const isConflict = saving.state === "conflict";
  trouble.hidden = !isConflict;
  if (!isConflict || trouble.dataset["told"] === "conflict") {
    if (!isConflict) delete trouble.dataset["told"];
    return;
  }
  trouble.dataset["told"] = "conflict";
  const settle = (keepMine: boolean) => (): void => {
    void saving.settle(keepMine).catch(() => bench.say(words("saving_offline")));
    document.querySelector<HTMLElement>("#editor h2")?.focus();
  };
  trouble.replaceChildren(
    element("p", {}, words("conflict")),
    element("p", { class: "actions" }, textButton(words("conflict_theirs"), settle(false)), textButton(words("conflict_mine"), settle(true))),
  );
}
