/** What is selected, told beside the map: words first, then numbers, then what people talk about. */

import type { Feature, LayerName } from "../core/payload.ts";
import { element, isolated } from "../ui/elements.ts";
import type { Speaker } from "../ui/values.ts";
import { Asking, Refused } from "./asking.ts";
import { sentencesOf } from "./layers/registry.ts";
import { signInLink } from "./sign_in.ts";
import { showCard, type AreaCard } from "./layers/area_card.ts";

export class AreaPanel {
  private readonly node: HTMLElement;
  private readonly speaker: Speaker;
  private readonly close: () => void;
  private readonly asking = new Asking<AreaCard>();
  private shown = "";

  constructor(node: HTMLElement, speaker: Speaker, close: () => void) {
    this.node = node;
    this.speaker = speaker;
    this.close = close;
  }

  /** Nothing is selected. */
  rest(): void {
    this.asking.leave();
    this.shown = "";
    this.node.replaceChildren(element("p", { class: "area-hint" }, this.speaker.words("card_hint")));
  }

  /** Tell about an area from the server's card, kept by its address. */
  async showArea(url: string, name: string): Promise<AreaCard | null> {
    if (url === this.shown) return null;
    this.shown = url;
    this.node.replaceChildren(this.head(name), ...[1, 2, 3].map(() => element("div", { class: "line-bones" })));
    try {
      const card = await this.asking.ask(url);
      if (!card) return null;
      const host = element("div", { class: "area-card" });
      this.node.replaceChildren(this.head(name || card.name), host);
      showCard(host, card, this.speaker);
      return card;
    } catch (problem) {
      this.shown = "";
      const retry = element("button", { type: "button", class: "link-button" }, this.speaker.words("retry"));
      retry.addEventListener("click", () => void this.showArea(url, name));
      const said = (problem instanceof Refused ? problem.said : null) ?? this.speaker.words("card_failed");
      this.node.replaceChildren(this.head(name), element("p", {}, said), ...signInLink(problem, this.speaker.words), retry);
      return null;
    }
  }

  /** Tell about a feature that is no area, with what the layer itself says. */
  showFeature(feature: Feature, layer: LayerName): void {
    this.asking.leave();
    this.shown = "";
    const [first, ...rest] = sentencesOf(feature, layer, this.speaker);
    this.node.replaceChildren(
      this.head(this.speaker.nameOf(feature)),
      element("p", { class: "area-first" }, first ?? ""),
      ...rest.map((sentence) => element("p", {}, sentence)),
    );
  }

  private head(name: string): HTMLElement {
    const close = element("button", { type: "button", class: "link-button area-close" }, this.speaker.words("card_close"));
    close.addEventListener("click", this.close);
    return element("div", { class: "area-head" }, element("h2", { dir: "auto" }, isolated(name)), close);
  }
}
