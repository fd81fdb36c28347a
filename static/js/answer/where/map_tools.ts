/** Buttons over the map, for whoever has one finger or no wheel: closer, further, all of it. */

import type { Words } from "../../core/words.ts";
import type { MarkingMap } from "../../map/marking_map.ts";
import { element } from "../../ui/elements.ts";
import { drawnIcon } from "./icons.ts";

/** Lay the buttons over the map; gives what takes them away. */
export function layTools(map: MarkingMap, words: Words): () => void {
  const tool = (name: string, key: string, act: () => void): HTMLButtonElement => {
    const button = element("button", { type: "button", class: "marking-tool", "aria-label": words(key), title: words(key) }, drawnIcon(name));
    button.addEventListener("click", act);
    return button;
  };
  map.tools.replaceChildren(
    tool("plus", "where_zoom_in", () => map.zoomBy(1)),
    tool("minus", "where_zoom_out", () => map.zoomBy(-1)),
    tool("all", "where_show_all", () => map.fit()),
  );
  return () => map.tools.replaceChildren();
}
