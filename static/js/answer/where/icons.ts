/** A small drawing beside each word; who hears the page passes them by. */

import { svg } from "../../map/svg.ts";

const DRAWN: Readonly<Record<string, string>> = {
  map: "M12 2.5v6M12 15.5v6M2.5 12h6M15.5 12h6M12 5.5a6.5 6.5 0 1 0 .01 0",
  search: "M10.5 4a6.5 6.5 0 1 0 .01 0M15.3 15.3l5.2 5.2",
  list: "M9 6h11.5M9 12h11.5M9 18h11.5M4 6h.01M4 12h.01M4 18h.01",
  position: "M20.5 3.5 3.5 10.4l7.3 2.8 2.8 7.3z",
  words: "M4 5.5h16v10.5h-8.5L7 20v-4H4zM8 9.2h8M8 12.4h5",
  plus: "M12 5v14M5 12h14",
  minus: "M5 12h14",
  all: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  undo: "M8.5 5 4 9.5 8.5 14M4.5 9.5h9.7a5.3 5.3 0 0 1 0 10.6H9",
  back: "M14.5 5.5 8 12l6.5 6.5",
};

export function drawnIcon(name: string): SVGSVGElement {
  return svg("svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" }, svg("path", { d: DRAWN[name] ?? "" }));
}
