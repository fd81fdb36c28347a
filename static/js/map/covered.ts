/** What the page lays over the map, in pixels of the map's box: no name is to lie under it. */

import type { Box } from "../core/labels.ts";

export function coveredBy(elements: readonly Element[], container: Element): Box[] {
  const box = container.getBoundingClientRect();
  return elements.flatMap((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    if (right <= left || right < box.left || left > box.right || bottom < box.top || top > box.bottom) return [];
    return [{ left: left - box.left, top: top - box.top, right: right - box.left, bottom: bottom - box.top }];
  });
}

/** The same boxes in the pixels that overlays are drawn in, where the map's corner is at (x, y). */
export function movedTo({ x, y }: { readonly x: number; readonly y: number }, boxes: readonly Box[]): Box[] {
  return boxes.map(({ left, top, right, bottom }) => ({ left: left + x, top: top + y, right: right + x, bottom: bottom + y }));
}
