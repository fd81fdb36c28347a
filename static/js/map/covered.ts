/** What the page lays over the map, in the pixels that overlays are drawn in: no name is to lie under it. */

import type L from "leaflet";
import type { Box } from "../core/labels.ts";

export function coveredBy(elements: readonly Element[], map: L.Map): Box[] {
  const box = map.getContainer().getBoundingClientRect();
  const corner = map.containerPointToLayerPoint([0, 0]);
  const [x, y] = [corner.x - box.left, corner.y - box.top];
  return elements.flatMap((element) => {
    const { left, top, right, bottom } = element.getBoundingClientRect();
    if (right <= left || right < box.left || left > box.right || bottom < box.top || top > box.bottom) return [];
    return [{ left: left + x, top: top + y, right: right + x, bottom: bottom + y }];
  });
}
