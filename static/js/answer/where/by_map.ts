/** Showing where on the map: the crosshair, a tap, or the keys. */

import { finestOn, precisionAtZoom, shortened } from "../../core/where.ts";
import { element } from "../../ui/elements.ts";
import { coarser } from "./spots.ts";
import { sayNear } from "./saying_where.ts";
import type { Position } from "../../core/payload.ts";
import type { Spot, WayContext, WayPanel } from "./ways.ts";

/** How long the map has to rest before it is told where it rests. */
const REST_MS = 600;
/** A map that only took its size has not been moved. */
const STILL_PX = 4;

const PRIMARY = { point: "where_place_here", from: "where_start_here", to: "where_end_here", line: "where_corner_here", area: "where_corner_here" };
const HELP = { point: "where_map_point", from: "where_map_point", to: "where_map_point", line: "where_map_line", area: "where_map_area" };

let made = 0;

export function askByMap({ map, form, locale, words, purpose, announce, give }: WayContext): WayPanel {
  const named = form.places.length > 0 ? form.places : form.areas;
  const help = element("p", { class: "where-help", id: `where-help-${(made += 1)}` });
  const near = element("p", { class: "where-near" });
  const more = element("button", { type: "button", class: "where-more", "aria-expanded": "false", "aria-controls": help.id, "aria-label": words("where_how"), title: words("where_how") }, "?");
  const put = element("button", { type: "button", class: "button button-primary where-primary" });
  const node = element("div", { class: "where-panel", "data-way": "map" }, help, element("div", { class: "where-state" }, near, more), put);
  more.addEventListener("click", () => {
    const open = more.getAttribute("aria-expanded") !== "true";
    more.setAttribute("aria-expanded", String(open));
    node.classList.toggle("shows-help", open);
  });
  /** One line: what to do as long as nothing was done, then where the cross is. */
  const tellNear = (): string => {
    const told = sayNear(map.centre(), named, locale, words);
    near.textContent = map.isMoved ? told : words("where_move_map");
    return told;
  };
  const spot = (at: Position, name: string): Spot => {
    const finest = finestOn(at, named, map.isDetailed);
    return { by: "map", at, name, finest, precision: coarser(precisionAtZoom(map.zoom(), at[1]), finest) };
  };
  const place = (): void => give(spot(shortened(map.centre()), tellNear()));
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
        if (isCorner()) give(spot(shortened(at), ""));
      });
      tellNear();
      // On arrival the heading is read; where the cross is, is told once it is moved.
      const [from, zoom] = [map.centre(), map.zoom()];
      let still = true;
      endMove = map.onMove(() => {
        const told = tellNear();
        clearTimeout(resting);
        still &&= !map.isMoved || (map.zoom() === zoom && map.pixelsBetween(from, map.centre()) < STILL_PX);
        if (still) return;
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
