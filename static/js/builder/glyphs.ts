/** The sign of a question in lists: the shape of its kind of mark, or a plain sign of its form. */

import type { Kind, Question } from "../core/form.ts";
import { shapeOfMark } from "../core/mark_shapes.ts";

const FORMS: Readonly<Record<string, string>> = {
  choice: "M-7 -5H-3V-1H-7ZM0 -3H8M-7 3H-3V7H-7ZM0 5H8",
  scale: "M-8 0H8M-8 -4V4M0 -4V4M8 -4V4",
  text: "M-8 -5H8M-8 0H8M-8 5H2",
};

export function glyph(form: Question["form"], kind: Kind | null): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  made.setAttribute("viewBox", "-12 -12 24 24");
  made.setAttribute("aria-hidden", "true");
  made.setAttribute("class", form === "perception" ? `glyph glyph-${kind ?? "destination"}` : "glyph glyph-plain");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", form === "perception" ? shapeOfMark(kind ?? "destination", 8) : (FORMS[form] ?? ""));
  made.append(path);
  return made;
}
