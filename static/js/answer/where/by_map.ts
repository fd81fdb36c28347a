/** Showing where on the map: the crosshair, a tap, or the keys. */

import { precisionAtZoom, shortened } from "../../core/where.ts";
import { element } from "../../ui/elements.ts";
import { sayNear } from "./saying_where.ts";
import type { WayContext, WayPanel } from "./ways.ts";

/** How long the map has to rest before it is told where it rests. */
const REST_MS = 600;

const PRIMARY = { point: "where_place_here", from: "where_start_here", to: "where_end_here", line: "where_corner_here", area: "where_corner_here" };
const HELP = { point: "where_map_point", from: "where_map_point", to: "where_map_point", line: "where_map_line", area: "where_map_area" };

export function askByMap({ map, form, locale, words, purpose, announce, give }: WayContext): WayPanel {
  const named = form.places.length > 0 ? form.places : form.areas;
  const help = element("p", { class: "where-help" });
  const near = element("p", { class: "where-near" });
  const put = element("button", { type: "button", class: "button button-primary where-primary" });
  const node = element("div", { class: "where-panel", "data-way": "map" }, help, near, put);
  const tellNear = (): string => {
    const told = sayNear(map.centre(), named, locale, words);
    near.textContent = told;
    return told;
  };
  const place = (): void => {
    const at = shortened(map.centre());
    give({ by: "map", at, name: tellNear(), precision: precisionAtZoom(map.zoom(), at[1]) });
  };
  const isCorner = (): boolean => purpose() === "line" || purpose() === "area";
  put.addEventListener("click", place);
  let endMove: (() => void) | null = null;
  let resting: ReturnType<typeof setTimeout> | undefined;
  return {
    node,
    opened: () => {
      map.aim(true);
      map.onEnter(place);
      map.onTap((at) => {
        map.look(at);
        if (isCorner()) give({ by: "map", at: shortened(at), name: "", precision: precisionAtZoom(map.zoom(), at[1]) });
      });
      tellNear();
      endMove = map.onMove(() => {
        const told = tellNear();
        clearTimeout(resting);
        resting = setTimeout(() => announce(told), REST_MS);
      });
    },
    closed: () => {
      clearTimeout(resting);
      endMove?.();
      map.onEnter(null);
      map.onTap(null);
    },
    renewed: () => {
      help.textContent = words(HELP[purpose()]);
      put.textContent = words(PRIMARY[purpose()]);
    },
  };
}
