/** Where that stands what a layer tells besides its map: in the middle if it is the main thing, else to the right. */

import type { MapColumn } from "./map_column.ts";

/** Layers that are read from what stands beside them rather than from the map. */
const IN_THE_MIDDLE = ["relations", "organisation"];

export class LayerTold {
  private readonly frame: HTMLDetailsElement;
  private readonly title: HTMLElement;
  private readonly body: HTMLElement;
  private layer = "";

  constructor(frame: HTMLDetailsElement) {
    this.frame = frame;
    this.title = frame.querySelector<HTMLElement>("#layer-told-title")!;
    this.body = frame.querySelector<HTMLElement>("#layer-told-body")!;
  }

  show(columns: readonly MapColumn[], active: number): void {
    this.body.replaceChildren();
    this.frame.hidden = true;
    columns.forEach((column, index) => {
      const layer = column.node.dataset["layer"] ?? "";
      if (IN_THE_MIDDLE.includes(layer)) column.node.append(column.side);
      else if (index === active) this.take(column.side, layer);
      else column.side.remove();
    });
  }

  private take(side: HTMLElement, layer: string): void {
    this.body.append(side);
    this.frame.hidden = side.hidden;
    this.title.textContent = side.querySelector("h2, h3, h4")?.textContent ?? "";
    // Of feelings the map says most by itself; who was not heard and what changed is told by the bars.
    if (layer !== this.layer) this.frame.open = layer !== "attitude";
    this.layer = layer;
  }
}
