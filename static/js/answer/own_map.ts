/** One's own map as a small picture. */

import { element } from "../ui/elements.ts";
import { readPageData } from "./page_data.ts";
import type { Mark } from "../core/draft.ts";
import type { Form } from "../core/form.ts";
import { groundOf } from "../core/land.ts";
import { shapeOfMark } from "../core/mark_shapes.ts";
import { isAreal, partsOf, type OutlinePayload } from "../core/payload.ts";
import { pathIn, projectInto } from "../core/pictures.ts";
import { svg } from "../map/svg.ts";
import { pointOf } from "../core/marks.ts";

const WIDTH = 360;
const HEIGHT = 270;

/** Draw the marks on the ground of the project, and say whose ground it is; the words say what it shows. */
export function ownMap(marks: readonly Mark[], form: Form, ground: OutlinePayload | null, description: string): HTMLElement {
  const project = projectInto(form.project.bounds, WIDTH, HEIGHT, 10);
  const picture = svg("svg", { class: "own-map on-paper at-night", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  picture.setAttribute("aria-label", description);
  if (ground) {
    const { seaAround, land } = groundOf(ground);
    picture.append(svg("rect", { class: seaAround ? "own-sea" : "own-outside", width: WIDTH, height: HEIGHT }));
    const parts = [["own-land", land.features], ["own-water", ground.water.features], ["own-areas", ground.areas.features]] as const;
    for (const [name, features] of parts) {
      const d = features.map((one) => pathIn(one.geometry, project, isAreal(one.geometry))).join("");
      picture.append(svg("path", { class: name, d }));
    }
  }
  for (const mark of marks) {
    const kind = form.questionnaire?.questions.find((question) => question.key === mark.question)?.kind ?? "";
    const { geometry } = mark.where;
    const isPoint = partsOf(geometry ?? null).flat().length <= 1;
    if (geometry && !isPoint) {
      picture.append(svg("path", { class: `own-line own-${kind}`, d: pathIn(geometry, project, isAreal(geometry)) }));
      continue;
    }
    const point = pointOf(mark, form);
    if (!point) continue;
    const { x, y } = project(point);
    picture.append(svg("path", { class: `own-mark own-${kind}`, d: shapeOfMark(kind, 8), transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})` }));
  }
  const source = readPageData().basemap?.attribution;
  return element("div", { class: "own-picture" }, picture, ...(ground && source ? [element("p", { class: "own-source", dir: "auto" }, source)] : []));
}
