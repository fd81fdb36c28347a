/** The card that says what is pointed at, in words first. */

import { purposeClass } from "../map/symbols.ts";
import { purposesOf, type Feature, type LayerName } from "../core/payload.ts";
import { svg } from "../map/svg.ts";
import type { Spot } from "../map/map_view.ts";
import { element, isolated } from "./elements.ts";
import { sentencesAbout, type Speaker } from "./values.ts";

const GAP_PX = 14;

export class Card {
  private readonly node: HTMLElement;
  private readonly box: HTMLElement;
  private readonly speaker: Speaker;
  private readonly purposes: readonly string[];
  private readonly tell: typeof sentencesAbout;

  constructor(node: HTMLElement, box: HTMLElement, speaker: Speaker, purposes: readonly string[], tell = sentencesAbout) {
    this.tell = tell;
    this.node = node;
    this.box = box;
    this.speaker = speaker;
    this.purposes = purposes;
  }

  show(feature: Feature, layer: LayerName, spot: Spot): void {
    const [first, ...rest] = this.tell(feature, layer, this.speaker);
    this.node.replaceChildren(
      element("p", { class: "card-name" }, isolated(this.speaker.nameOf(feature))),
      element("p", { class: "card-first" }, first ?? ""),
      ...rest.map((sentence) => element("p", {}, sentence)),
      ...this.purposeList(feature),
    );
    this.node.hidden = false;
    this.place(spot);
  }

  get isHidden(): boolean {
    return this.node.hidden !== false;
  }

  hide(): void {
    this.node.hidden = true;
  }

  /** Beside the spot, on whichever side there is room. */
  private place(spot: Spot): void {
    const { width, height } = this.node.getBoundingClientRect();
    const room = this.box.getBoundingClientRect();
    const right = spot.x + GAP_PX + width <= room.width - 8;
    const x = right ? spot.x + GAP_PX : Math.max(8, spot.x - GAP_PX - width);
    const y = Math.min(Math.max(8, spot.y - height / 2), Math.max(8, room.height - height - 8));
    this.node.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  private purposeList(feature: Feature): HTMLElement[] {
    const purposes = purposesOf(feature);
    if (purposes.length === 0) return [];
    const items = purposes.map(([code, people]) =>
      element(
        "li",
        {},
        svg(
          "svg",
          { class: "swatch", viewBox: "0 0 12 12", "aria-hidden": "true" },
          svg("circle", { class: purposeClass(code, this.purposes), cx: 6, cy: 6, r: 6 }),
        ),
        element("span", {}, this.speaker.purposeLabel(code)),
        element("span", { class: "figure" }, this.speaker.formats.whole(people)),
      ),
    );
    return [element("ul", { class: "card-purposes" }, ...items)];
  }
}
