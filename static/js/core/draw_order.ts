/** What lies over what on the map, from the ground up. Each is a pane; no other place decides an order. */
export const DRAW_ORDER = [
  "tiles",
  "ground",
  "water",
  "area-fills",
  "heat",
  "area-lines",
  "marks",
  "flows",
  "barriers",
  "circles",
  "points",
  "labels",
  "selection",
] as const;

export type PaneName = (typeof DRAW_ORDER)[number];
