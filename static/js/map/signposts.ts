/** What lies beyond the edge of a map that shows few names: signposts to the nearest places. */

import type { Box } from "../core/labels.ts";
import { svg } from "./svg.ts";

/** So few names in sight tell nobody where they are. */
const FEW_NAMES = 3;
const MOST_SIGNPOSTS = 3;
/** Signposts that point nearly the same way say it only once: an eighth of a turn. */
const APART = Math.PI / 4;
const EDGE_PX = 14;
/** The source of the ground is written at the lower edge. */
const FOOT_PX = 22;
const TEXT_HEIGHT_PX = 16;
const LETTER_PX = 7;

interface Pointed {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

/** Draw an arrow and a name at the edge for each of the nearest places out of sight, one for every direction. */
export function drawSignposts(places: readonly Pointed[], frame: Box): SVGElement[] {
  const inSight = places.filter((at) => at.x > frame.left && at.x < frame.right && at.y > frame.top && at.y < frame.bottom).length;
  if (inSight >= FEW_NAMES) return [];
  const [x, y] = [(frame.left + frame.right) / 2, (frame.top + frame.bottom) / 2];
  const [halfWidth, halfHeight] = [(frame.right - frame.left) / 2 - EDGE_PX, (frame.bottom - frame.top) / 2 - EDGE_PX - FOOT_PX];
  const away = places
    .map(({ name, ...at }) => {
      const [dx, dy] = [at.x - x, at.y - y];
      return { name, dx, dy, far: Math.hypot(dx, dy), angle: Math.atan2(dy, dx) };
    })
    .filter(({ dx, dy }) => Math.abs(dx) > halfWidth + EDGE_PX || Math.abs(dy) > halfHeight + EDGE_PX)
    .sort((one, other) => one.far - other.far);
  const chosen: typeof away = [];
  for (const one of away) {
    const isApart = chosen.every(({ angle }) => Math.abs(Math.atan2(Math.sin(angle - one.angle), Math.cos(angle - one.angle))) > APART);
    if (isApart && chosen.length < MOST_SIGNPOSTS - inSight) chosen.push(one);
  }
  return chosen.flatMap(({ name, dx, dy, angle }) => {
    const reach = Math.min(halfWidth / Math.max(1, Math.abs(dx)), halfHeight / Math.max(1, Math.abs(dy)));
    const [atX, atY] = [x + dx * reach, y + dy * reach];
    const half = (name.length * LETTER_PX) / 2;
    // The name stands further in than its arrow, and wholly on the map.
    const inX = Math.min(Math.max(atX, x - halfWidth + half), x + halfWidth - half) - (Math.abs(atX - x) > halfWidth - 1 ? Math.sign(dx) * EDGE_PX : 0);
    const inY = atY - (Math.abs(atX - x) > halfWidth - 1 ? 0 : Math.sign(dy) * TEXT_HEIGHT_PX);
    const turned = `translate(${atX.toFixed(1)} ${atY.toFixed(1)}) rotate(${((angle * 180) / Math.PI).toFixed(0)})`;
    return [
      svg("path", { class: "signpost", d: "M-6 -5L4 0L-6 5Z", transform: turned }),
      svg("text", { class: "name name-place-4", x: inX.toFixed(1), y: inY.toFixed(1), dy: "0.35em" }, name),
    ];
  });
}
