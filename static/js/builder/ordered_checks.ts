/** A list to choose from whose order counts: what is chosen stands first and can be moved by buttons. */

import { moveItem, toggled } from "../core/builder_draft.ts";
import { element } from "../ui/elements.ts";
import { iconButton, type Bench } from "./bench.ts";
import { checkField, group } from "./fields.ts";

export interface OrderedOptions<Item extends string> {
  readonly title: string;
  readonly help: string;
  readonly all: readonly Item[];
  readonly chosen: readonly Item[];
  readonly label: (item: Item) => string;
  /** At least one must stay. */
  readonly needsOne?: boolean;
  readonly onChange: (chosen: readonly Item[]) => void;
}

export function orderedChecks<Item extends string>(bench: Bench, options: OrderedOptions<Item>): HTMLElement {
  const { words } = bench;
  let chosen = options.chosen;
  const list = element("ol", { class: "ordered" });
  const set = (next: readonly Item[]): void => {
    chosen = next;
    options.onChange(chosen);
    draw();
  };
  const row = (item: Item): HTMLElement => {
    const at = chosen.indexOf(item);
    const isLast = options.needsOne === true && chosen.length === 1 && at === 0;
    const check = checkField(options.label(item), at >= 0, (isOn) => {
      set(toggled(chosen, item, isOn));
      find(item, "input")?.focus();
    });
    if (isLast) check.querySelector("input")?.setAttribute("disabled", "");
    const line = element("li", { "data-item": item }, check);
    if (at >= 0 && chosen.length > 1) {
      const move = (to: number, name: string): void => {
        set(moveItem(chosen, at, to));
        (find(item, `[data-move="${name}"]:not(:disabled)`) ?? find(item, "[data-move]:not(:disabled)"))?.focus();
        bench.say(words("moved_to", { name: options.label(item), n: String(to + 1), of: String(chosen.length) }));
      };
      const up = iconButton("arrow-up", words("move_up", { name: options.label(item) }), () => move(at - 1, "up"));
      const down = iconButton("arrow-down", words("move_down", { name: options.label(item) }), () => move(at + 1, "down"));
      up.dataset["move"] = "up";
      down.dataset["move"] = "down";
      up.disabled = at === 0;
      down.disabled = at === chosen.length - 1;
      line.append(element("span", { class: "row-tools" }, up, down));
    }
    return line;
  };
  const find = (item: Item, selector: string): HTMLElement | null => list.querySelector<HTMLElement>(`[data-item="${item}"] ${selector}`);
  const draw = (): void => {
    const others = options.all.filter((item) => !chosen.includes(item));
    list.replaceChildren(...[...chosen, ...others].map(row));
  };
  draw();
  return group(options.title, element("p", { class: "quiet" }, options.help), list);
}
