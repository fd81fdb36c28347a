/** A place, a way or an area: what is to be shown, where a question leaves it open. */

import type { Shape } from "../../core/form.ts";
import type { Words } from "../../core/words.ts";
import { element } from "../../ui/elements.ts";

/** Lay a button for each shape; nothing is shown where there is nothing to choose. */
export function layShapes(host: HTMLElement, all: readonly Shape[], chosen: Shape, words: Words, choose: (shape: Shape) => void): void {
  host.hidden = all.length < 2;
  host.replaceChildren(
    ...all.map((shape) => {
      const button = element("button", { type: "button", class: "where-shape", "aria-pressed": String(shape === chosen) }, words(`where_shape_${shape}`));
      button.addEventListener("click", () => {
        if (shape !== chosen) choose(shape);
      });
      return button;
    }),
  );
}
