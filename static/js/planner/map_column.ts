/** One map with its message, its legend and its notices; the page has one of them, or two to compare. */

import { largestRadius } from "../core/scales.ts";
import type { Feature, LayerPayload, OutlinePayload } from "../core/payload.ts";
import { withoutEmptyGeometry } from "../core/payload.ts";
import { asksSame, formatMarksQuery, formatQuery, hasFilters, type ColumnState } from "../core/plan_state.ts";
import type { View } from "../core/state.ts";
import { MapView, type Spot } from "../map/map_view.ts";
import type { ShownMarks } from "../map/marks_overlay.ts";
import { Captions } from "../ui/captions.ts";
import { Card } from "../ui/card.ts";
import { Notice } from "../ui/notice.ts";
import type { Speaker } from "../ui/values.ts";
import { Asking, Refused, withQuery } from "./asking.ts";
import { withLabels } from "./layers/labelling.ts";
import { followSelection, renderLayer, sentencesOf, type LayerHost } from "./layers/registry.ts";
import { marksKey } from "./marks_key.ts";
import type { PlanData } from "./page_data.ts";
import { signInLink } from "./sign_in.ts";
import { weightsSaid } from "./weights_said.ts";

export interface ColumnListeners {
  readonly select: (id: string) => void;
  readonly move: (view: View | null) => void;
  /** The map is being dragged. */
  readonly moving: (view: View) => void;
  readonly clear: () => void;
  /** A layer stands, or is known not to. */
  readonly shown: (payload: LayerPayload | null) => void;
  readonly point: (feature: Feature | null) => void;
  /** Something happened that those who cannot see the map must hear of. */
  readonly say: (text: string) => void;
  /** Something went wrong beside the layer. */
  readonly tell: (text: string) => void;
}

export class MapColumn {
  readonly node: HTMLElement;
  readonly map: MapView;
  payload: LayerPayload | null = null;
  private readonly page: PlanData;
  private readonly speaker: Speaker;
  private readonly listeners: ColumnListeners;
  private readonly captions: Captions;
  private readonly notice: Notice;
  private readonly card: Card;
  private readonly legend: HTMLElement;
  /** What the layer tells beside its map; the page decides where it stands. */
  readonly side: HTMLElement;
  private readonly box: HTMLElement;
  private readonly asking = new Asking<LayerPayload>((payload) =>
    withLabels(withoutEmptyGeometry(payload), (key, code) => this.labelIn(key, code), (place) => this.speaker.words("near", { place })),
  );
  private state: ColumnState;
  private readonly said = new WeakMap<Feature, string>();
  private asked: ColumnState | null = null;
  private selected: Feature | null = null;
  private marks: ShownMarks | null = null;

  constructor(
    node: HTMLElement,
    page: PlanData,
    speaker: Speaker,
    state: ColumnState,
    view: View | null,
    listeners: ColumnListeners,
  ) {
    const find = (selector: string): HTMLElement => node.querySelector<HTMLElement>(selector)!;
    this.node = node;
    this.page = page;
    this.speaker = speaker;
    this.listeners = listeners;
    this.state = state;
    this.legend = find(".legend");
    this.side = find(".layer-side");
    this.box = find(".map-box");
    this.captions = new Captions(find(".question"), find(".headline"), find(".captions"));
    this.notice = new Notice(find(".notice"), speaker.words, {
      retry: () => {
        this.asked = null;
        void this.show(this.state);
      },
      clearFilters: listeners.clear,
    });
    this.card = new Card(find(".card"), this.box, speaker, page.purposes.map(({ code }) => code), firstSentences);
    this.map = new MapView(
      find(".map"),
      {
        bounds: page.project.bounds,
        view,
        covers: () => [...node.querySelectorAll(".map-tools > *, .attribution, .legend-fold")],
        describe: (feature) => this.describe(feature),
        marks: {
          grid: page.urls.grid,
          marks: page.urls.marks,
          threshold: page.project.threshold,
          deepest: page.project.deepest_grid_zoom,
          shown: (marks) => this.marksShown(marks),
          failed: () => listeners.tell(speaker.words("marks_failed")),
        },
      },
      {
        point: (feature, spot) => this.pointAt(feature, spot),
        select: (feature) => listeners.select(feature?.id ?? ""),
        move: (next) => {
          listeners.move(next);
          this.card.hide();
        },
      },
    );
    for (const button of node.querySelectorAll<HTMLButtonElement>("[data-map-action]")) {
      button.addEventListener("click", () => {
        const action = button.dataset["mapAction"];
        if (action === "fit") this.map.fit();
        else this.map.zoomBy(action === "zoom-in" ? 1 : -1);
      });
    }
    find(".legend-fold").addEventListener("toggle", () => this.map.rename());
    // The map shares its box with what its layer tells beside it, so either may change alone.
    const sizes = new ResizeObserver(() => this.map.resize());
    for (const box of [this.box, find(".map")]) sizes.observe(box);
  }

  layGround(outline: OutlinePayload | null): void {
    void this.map.layBasemap(this.page.basemap, outline);
  }

  /** Show a state: ask only if its numbers are not those that stand already. */
  async show(state: ColumnState): Promise<void> {
    this.state = state;
    if (this.asked && asksSame(this.asked, state)) {
      this.showMarks(state);
      if (this.payload) this.mark(state.selected);
      return;
    }
    this.asked = state;
    const about = this.page.layers.find(({ name }) => name === state.layer);
    this.captions.wait(about?.question ?? "");
    this.node.classList.add("is-loading");
    this.notice.hide();
    this.card.hide();
    const url = withQuery(`${this.page.urls.layers}${state.layer}.json`, formatQuery(state));
    let payload: LayerPayload | null;
    try {
      payload = await this.asking.ask(url);
    } catch (problem) {
      this.showMarks(this.state);
      this.fail(problem);
      return;
    }
    // Only what could not be asked for is told as such; a defect in drawing shall be heard of.
    if (payload) this.stand(payload);
    // The layer comes first: a dozen small tiles before it would hold it up.
    if (payload) this.showMarks(this.state);
  }

  private showMarks(state: ColumnState): void {
    this.map.showMarks(state.marks ? formatMarksQuery(state) : null);
    if (state.marks || !this.marks) return;
    this.marks = null;
    this.keyMarks();
    this.listeners.say(this.speaker.words("marks_hidden"));
  }

  private marksShown(marks: ShownMarks): void {
    const isNew = this.marks === null;
    this.marks = marks;
    this.keyMarks();
    if (isNew) this.listeners.say(this.speaker.words("marks_shown"));
  }

  /** The legend of the layer stands first, that of the marks after it. */
  private keyMarks(): void {
    this.legend.querySelector(".legend-marks")?.remove();
    if (this.marks) {
      const labelOf = (kind: string): string => this.page.kinds.find(({ code }) => code === kind)?.label ?? kind;
      const saysFeelings = ["attitude", "heat"].includes(this.payload?.mentalmap.layer ?? "");
      const { threshold } = this.page.project;
      this.legend.append(marksKey(this.marks, this.speaker, { threshold, labelOf, saysFeelings }));
    }
    this.map.rename();
  }

  private fail(problem: unknown): void {
    this.asked = null;
    this.payload = null;
    this.map.clear();
    this.captions.clear();
    this.legend.replaceChildren();
    this.keyMarks();
    this.tellWeights(null);
    this.side.replaceChildren();
    this.side.hidden = true;
    this.node.classList.remove("is-loading");
    this.notice.failed(problem instanceof Refused ? problem.said : null, signInLink(problem, this.speaker.words));
    this.listeners.shown(null);
  }

  /** The feature that is selected, if the layer has it. */
  feature(id: string): Feature | null {
    return this.payload?.features.find((feature) => feature.id === id) ?? null;
  }

  /** Point at a feature from outside the map, such as from the table. */
  pointFrom(feature: Feature | null): void {
    this.pointAt(feature, feature?.geometry ? this.map.spotOf(feature) : null);
  }

  /** The legend folds, so that two maps beside each other are not hidden by it. */
  foldLegend(isFolded: boolean): void {
    const fold = this.node.querySelector("details.legend-fold");
    if (fold instanceof HTMLDetailsElement) fold.open = !isFolded;
  }

  private stand(payload: LayerPayload): void {
    this.payload = payload;
    this.node.classList.remove("is-loading");
    this.captions.show(payload);
    renderLayer(payload, this.host());
    this.keyMarks();
    this.tellWeights(payload);
    this.side.hidden = !this.side.hasChildNodes();
    this.node.dataset["layer"] = payload.mentalmap.layer;
    const hasPlace = payload.features.length === 0 || payload.features.some(({ geometry }) => geometry !== null);
    this.node.classList.toggle("has-no-place", !hasPlace);
    const more = this.node.querySelector<HTMLElement>(".column-more");
    if (more) more.hidden = payload.mentalmap.captions.length < 2;
    this.map.rename();
    if (payload.features.length === 0) this.notice.empty(hasFilters(this.state), payload.mentalmap.captions[0]);
    this.mark(this.state.selected);
    this.listeners.shown(payload);
  }

  /** What weights did is no small print: it stands under the message. */
  private tellWeights(payload: LayerPayload | null): void {
    const told = this.node.querySelector<HTMLElement>(".column-weights");
    const said = payload ? weightsSaid(payload) : "";
    if (!told) return;
    told.textContent = said;
    told.hidden = said === "";
  }

  private host(): LayerHost {
    return {
      map: this.map,
      side: this.side,
      legend: this.legend,
      speaker: this.speaker,
      select: (id) => this.listeners.select(id),
      purposes: this.page.purposes.map(({ code }) => code),
      largest: largestRadius(this.box.clientWidth, this.box.clientHeight),
    };
  }

  private mark(id: string): void {
    this.selected = this.feature(id);
    this.map.select(this.selected?.id ?? null, true);
    followSelection(this.host(), this.selected?.id ?? null);
    // What is selected is told beside the map.
    this.card.hide();
  }

  private pointAt(feature: Feature | null, spot: Spot | null): void {
    this.map.point(feature?.id ?? null);
    this.listeners.point(feature);
    const isTold = feature !== null && feature.id === this.selected?.id;
    if (feature && spot && this.payload && !isTold) this.card.show(feature, this.payload.mentalmap.layer, spot);
    else this.card.hide();
  }

  private labelIn(key: string, code: string): string {
    const facet = this.page.catalogue.find((one) => one.key === key);
    return facet?.options.find((option) => option.code === code)?.label ?? code;
  }

  /** Symbols are drawn anew whenever the map moves; what they are called stays. */
  private describe(feature: Feature): string {
    const known = this.said.get(feature);
    if (known !== undefined) return known;
    const layer = this.payload?.mentalmap.layer;
    const about = layer ? sentencesOf(feature, layer, this.speaker) : [];
    const said = [this.speaker.nameOf(feature), ...about].join(". ");
    this.said.set(feature, said);
    return said;
  }
}

/** The card beside the pointer says the main thing; the rest is told beside the map once a feature is chosen. */
function firstSentences(...about: Parameters<typeof sentencesOf>): string[] {
  return sentencesOf(...about).slice(0, 2);
}
