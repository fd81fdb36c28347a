/** The answers of a choice or the steps of a scale: adding, ordering, removing, wording in two languages. */

import { moveItem, newChoice, removeChoice, withSettings } from "../core/builder_draft.ts";
import type { Choice, Question } from "../core/form.ts";
import { element } from "../ui/elements.ts";
import { iconButton, relabel, textButton, type Bench } from "./bench.ts";
import { group } from "./fields.ts";
import { textPair } from "./text_pair.ts";

const LONGEST_LABEL = 300;

export function choiceRows(bench: Bench, question: Question, at: number): HTMLElement {
  const { words, workshop, data } = bench;
  const isScale = question.form === "scale";
  const list = element("ol", { class: "choice-rows" });
  const add = textButton(words(isScale ? "add_step" : "add_answer"), () => {
    const choices = current();
    set([...choices, newChoice(choices)]);
    focusRow(choices.length, "textarea");
    bench.say(words("answer_added"));
  }, "link-button");
  const current = (): readonly Choice[] => workshop.question?.settings.choices ?? [];
  const set = (choices: readonly Choice[]): void => {
    workshop.changeChosen((one) => withSettings(one, { choices }), "words");
    draw();
  };
  const focusRow = (row: number, selector: string): void => {
    const line = list.children[row] ?? list.lastElementChild;
    const wanted = line?.querySelector<HTMLElement>(selector) ?? line?.querySelector<HTMLElement>("textarea") ?? add;
    wanted.focus();
  };
  const rowOf = (choice: Choice, row: number, choices: readonly Choice[]): HTMLElement => {
    let name = choice.label[data.main_locale] ?? words("answer_number", { n: String(row + 1) });
    const move = (to: number, tool: string): void => {
      set(moveItem(current(), row, to));
      focusRow(to, `[data-tool="${tool}"]:not(:disabled)`);
      bench.say(words("moved_to", { name, n: String(to + 1), of: String(choices.length) }));
    };
    const up = iconButton("arrow-up", words("move_up", { name }), () => move(row - 1, "up"));
    const down = iconButton("arrow-down", words("move_down", { name }), () => move(row + 1, "down"));
    const remove = iconButton("x", words("remove", { name }), () => {
      workshop.change((draft) => removeChoice(draft, question.key, choice.value), "words");
      draw();
      focusRow(Math.min(row, current().length - 1), '[data-tool="remove"]:not(:disabled)');
      bench.say(words("removed", { name }));
    });
    up.dataset["tool"] = "up";
    down.dataset["tool"] = "down";
    remove.dataset["tool"] = "remove";
    up.disabled = row === 0;
    down.disabled = row === choices.length - 1;
    remove.disabled = choices.length <= 2;
    const pair = textPair(bench, {
      title: words(isScale ? "step_number" : "answer_number", { n: isScale ? choice.value : String(row + 1) }),
      pointer: `#/questions/${at}/settings/choices/${row}/label`,
      texts: choice.label,
      longest: LONGEST_LABEL,
      compact: true,
      onText: (label) => {
        workshop.changeChosen(
          (one) => withSettings(one, { choices: (one.settings.choices ?? []).map((other, place) => (place === row ? { ...other, label } : other)) }),
          "words",
        );
        name = label[data.main_locale] ?? name;
        relabel(up, words("move_up", { name }));
        relabel(down, words("move_down", { name }));
        relabel(remove, words("remove", { name }));
      },
    });
    return element("li", {}, element("span", { class: "row-number", "aria-hidden": "true" }, isScale ? choice.value : String(row + 1)), pair, element("span", { class: "row-tools" }, up, down, remove));
  };
  const draw = (): void => list.replaceChildren(...current().map(rowOf));
  draw();
  return group(words(isScale ? "steps" : "answers"), list, add);
}
