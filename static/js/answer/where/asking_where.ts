/** Asking where something is: five ways that are worth the same, each ending in the same `Where`. */

import { begin, drawingOf } from "../../core/drawing.ts";
import type { PlacedBy, Precision, Where } from "../../core/draft.ts";
import type { Shape } from "../../core/form.ts";
import type { Geometry } from "../../core/payload.ts";
import { geometryOfWhere, isWithin } from "../../core/where.ts";
import { centreOf } from "../../core/places.ts";
import { element } from "../../ui/elements.ts";
import type { AskedWhere, AskingWhere, Begun } from "./asked.ts";
import { Confirming } from "./confirming.ts";
import { CornerBar } from "./corner_bar.ts";
import { FiveWays } from "./five_ways.ts";
import { layTools } from "./map_tools.ts";
import { layShapes } from "./shape_choice.ts";
import { coarser, isCoarse, renamed, shapeOf, whereOfEnds, whereOfSpot } from "./spots.ts";
import type { Purpose, Spot } from "./ways.ts";

/** Ask where something is. */
export function askWhere(asked: AskedWhere): AskingWhere {
  let resolve: (where: Where | null) => void = () => undefined;
  const done = new Promise<Where | null>((settle) => (resolve = settle));
  const asking = new Asking(asked, resolve);
  return { done, begun: () => asking.begun(), close: () => asking.end(null) };
}

class Asking {
  private readonly asked: AskedWhere;
  private readonly resolve: (where: Where | null) => void;
  private readonly root: HTMLElement;
  private readonly heading: HTMLElement;
  private readonly shapes: HTMLElement;
  private readonly home: HTMLElement;
  private readonly foot: HTMLElement;
  private readonly heard: HTMLElement;
  private readonly ways: FiveWays;
  private readonly corners: CornerBar;
  private readonly takeTools: () => void;
  private readonly onKey: (event: KeyboardEvent) => void;
  private shape: Shape;
  private from: Spot | null = null;
  private confirming: Confirming | null = null;
  private drawnBy: PlacedBy = "map";
  private drawnAs: Precision = "exact";
  private drawnFinest: Precision = "exact";
  private wayBefore: PlacedBy = "map";
  private taken: Spot | "drawn" | null = null;
  private ended = false;

  constructor(asked: AskedWhere, resolve: (where: Where | null) => void) {
    this.asked = asked;
    this.resolve = resolve;
    const { host, map, words, existing, form } = asked;
    this.shape = shapeOf(existing?.geometry ?? null, this.allowed());
    this.heard = element("p", { class: "visually-hidden", role: "status" });
    this.heading = element("h2", { class: "where-title", tabindex: "-1" });
    this.shapes = element("div", { class: "where-shapes", role: "group", "aria-label": words("where_shapes") });
    this.home = element("div", { class: "where-home" });
    this.corners = new CornerBar(words, asked.locale, {
      done: () => this.drawn(),
      undone: () => this.cornersChanged(),
      tell: (text) => this.announce(text),
    });
    const giveUp = element("button", { type: "button", class: "link-button where-cancel" }, words("where_cancel"));
    giveUp.addEventListener("click", () => this.end(null));
    this.foot = element("div", { class: "where-foot" }, this.corners.node, giveUp);
    this.root = element("section", { class: "where", "aria-label": words("where_ways") });
    this.ways = new FiveWays(
      {
        map, form, locale: asked.locale, words,
        purpose: () => this.purpose(), announce: (text) => this.announce(text), give: (spot) => this.take(spot),
      },
      host,
    );
    this.root.append(this.shapes, this.heading, this.home, this.ways.node, this.foot, this.heard);
    this.takeTools = layTools(map, words);
    map.call(words("where_map_name"), words("where_map_keys"));
    this.onKey = (event) => {
      if (event.key !== "Escape" || event.defaultPrevented) return;
      event.preventDefault();
      event.stopPropagation();
      this.end(null);
    };
    host.addEventListener("keydown", this.onKey);
    map.container.addEventListener("keydown", this.onKey);
    host.replaceChildren(this.root);
    const before = existing && geometryOfWhere(existing, form);
    if (before && !asked.begun) map.look(centreOf(before), Math.max(existing?.zoom ?? 0, map.zoom()));
    this.start(existing?.geometry ?? null);
    if (asked.begun) this.resume(asked.begun);
    else this.ways.turnTo("map");
  }

  begun(): Begun {
    return {
      shape: this.shape,
      from: this.from,
      corners: this.corners.corners,
      drawn: { by: this.drawnBy, as: this.drawnAs, finest: this.drawnFinest },
      way: this.confirming ? this.wayBefore : this.ways.way,
      written: this.ways.written(),
      taken: this.confirming && this.taken,
    };
  }

  /** Go on in another language where somebody was. */
  private resume({ shape, from, corners, drawn, way, written, taken }: Begun): void {
    this.shape = shape;
    this.start(null);
    this.from = from && renamed(from, this.asked);
    this.corners.set(corners);
    [this.drawnBy, this.drawnAs, this.drawnFinest] = [drawn.by, drawn.as, drawn.finest];
    this.renew();
    this.ways.resume(way, written);
    if (taken === "drawn") this.drawn();
    else if (taken) this.take(renamed(taken, this.asked));
  }

  end(where: Where | null): void {
    if (this.ended) return;
    this.ended = true;
    const { host, map } = this.asked;
    this.ways.leave();
    this.takeTools();
    host.removeEventListener("keydown", this.onKey);
    map.container.removeEventListener("keydown", this.onKey);
    map.preview(null, false);
    map.aim(false);
    delete host.dataset["way"];
    this.root.remove();
    this.resolve(where);
  }

  private allowed(): readonly Shape[] {
    const { shapes } = this.asked.question.settings;
    return shapes && shapes.length > 0 ? shapes : ["point"];
  }

  private purpose(): Purpose {
    return this.shape === "ends" ? (this.from ? "to" : "from") : this.shape;
  }

  private announce(text: string): void {
    this.heard.textContent = "";
    // The same words twice are told twice.
    requestAnimationFrame(() => {
      this.heard.textContent = text;
    });
  }

  /** Begin with a shape; a drawing that is being changed begins with the corners that it has. */
  private start(before: Geometry | null): void {
    this.from = null;
    const existing = drawingOf(before);
    const drawn = this.shape === "line" || this.shape === "area";
    this.corners.set(drawn ? (existing?.shape === this.shape ? existing : begin(this.shape as "line" | "area")) : null);
    this.renew();
  }

  /** Show what is asked now. */
  private renew(): void {
    const { map, words, form, homeArea } = this.asked;
    const purpose = this.purpose();
    this.heading.hidden = this.shape !== "ends";
    this.heading.textContent = this.shape === "ends" ? words(purpose === "to" ? "where_to" : "where_from") : "";
    this.showShapes();
    const area = purpose === "from" || purpose === "to" ? form.areas.find(({ code }) => code === homeArea) : undefined;
    const go = element("button", { type: "button", class: "button" }, area ? words("where_home", { area: area.name }) : "");
    go.addEventListener("click", () => {
      if (area) this.take({ by: "list", at: area.point, name: area.name, area: area.code, precision: "village" });
    });
    this.home.hidden = !area || this.from?.area === area.code;
    this.home.replaceChildren(...(area ? [go] : []));
    if (this.shape === "ends") map.preview(this.from && { type: "Point", coordinates: this.from.at }, true);
    else this.cornersChanged();
    this.ways.renew();
  }

  private showShapes(): void {
    layShapes(this.shapes, this.allowed(), this.shape, this.asked.words, (shape) => {
      this.shape = shape;
      this.start(null);
      this.shapes.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    });
  }

  private cornersChanged(): void {
    this.asked.map.preview(this.corners.geometry(), this.corners.isOpen());
  }

  /** Somewhere was said, by any of the ways. */
  private take(spot: Spot): void {
    if (this.confirming || this.ended) return;
    const { map, form, words } = this.asked;
    if (!isWithin(spot.at, form.project.bounds)) return this.corners.complain(words("where_outside", { project: form.project.name }));
    this.corners.calm();
    // The map was worked by who looks at it; every other way shows on it what was found.
    if (spot.by !== "map") map.look(spot.at, Math.max(map.zoom(), spot.area === undefined ? 11 : 10));
    if (this.shape === "point" || (this.isDrawn() && this.isWhole(spot))) this.takeWhole(spot);
    else if (this.shape === "ends") this.takeEnd(spot);
    else this.takeCorner(spot);
  }

  private isDrawn(): boolean {
    return this.shape === "line" || this.shape === "area";
  }

  /** While something is drawn, an area and a description stand for all of it; a place is a corner. */
  private isWhole(spot: Spot): boolean {
    return spot.words !== undefined || (spot.area !== undefined && this.corners.count() === 0 && this.shape === "area");
  }

  private takeWhole(spot: Spot): void {
    this.taken = spot;
    const zoom = this.asked.map.zoom();
    this.asked.map.preview({ type: "Point", coordinates: spot.at }, false);
    this.confirm(spot.name, isCoarse(spot) ? null : spot.precision, spot.finest, (precision) => whereOfSpot(spot, precision, zoom));
  }

  private takeEnd(spot: Spot): void {
    const { map, words } = this.asked;
    if (!this.from) {
      this.from = spot;
      this.announce(`${words("where_from_taken", { place: spot.name })} ${words("where_to")}`);
      this.renew();
      // Who types goes on typing; whoever chose from what is gone now begins at the question.
      if (!document.activeElement || document.activeElement === document.body) this.heading.focus({ preventScroll: true });
      return;
    }
    const { from } = this;
    this.taken = spot;
    if (map.pixelsBetween(from.at, spot.at) < 1 || (from.at[0] === spot.at[0] && from.at[1] === spot.at[1])) {
      this.corners.complain(words("where_same_ends"));
      return;
    }
    this.corners.set(null);
    const zoom = map.zoom();
    map.preview({ type: "LineString", coordinates: [from.at, spot.at] }, false);
    const usual = isCoarse(from) || isCoarse(spot) ? null : coarser(from.precision, spot.precision);
    const title = words("where_from_to", { from: from.name, to: spot.name });
    this.confirm(title, usual, coarser(from.finest ?? "exact", spot.finest ?? "exact"), (precision) => whereOfEnds(from, spot, precision, zoom));
  }

  private takeCorner(spot: Spot): void {
    const first = this.corners.first();
    const closes = this.shape === "area" && spot.by === "map" && this.corners.count() > 2 && first;
    if (closes && this.asked.map.pixelsBetween(first, spot.at) < 22) return this.corners.finish();
    const wasEmpty = this.corners.count() === 0;
    if (!this.corners.add(spot.at, spot.name)) return;
    this.drawnAs = wasEmpty ? spot.precision : coarser(this.drawnAs, spot.precision);
    this.drawnFinest = coarser(wasEmpty ? "exact" : this.drawnFinest, spot.finest ?? "exact");
    this.drawnBy = wasEmpty || spot.by === this.drawnBy ? spot.by : "map";
    this.cornersChanged();
    this.ways.renew();
  }

  /** The line or area has all its corners. */
  private drawn(): void {
    const geometry = this.corners.geometry();
    if (!geometry) return;
    this.taken = "drawn";
    const { map } = this.asked;
    const zoom = map.zoom();
    map.preview(geometry, false);
    this.confirm(this.corners.told(), this.drawnAs, this.drawnFinest, (precision) => ({ by: this.drawnBy, geometry, zoom, precision }));
  }

  /** Show what was said, and let it be used or said again. */
  private confirm(title: string, precision: Precision | null, finest: Precision = "exact", make: (precision: Precision) => Where): void {
    if (this.asked.precision === "usual") return this.end(make(precision ?? "village"));
    const { way } = this.ways;
    this.wayBefore = way;
    this.ways.leave();
    this.asked.map.aim(false);
    const asked = [this.shapes, this.heading, this.home, this.ways.node, this.foot].map((node) => [node, node.hidden] as const);
    for (const [node] of asked) node.hidden = true;
    this.confirming = new Confirming({
      title,
      precision,
      finest,
      words: this.asked.words,
      take: (chosen) => this.end(make(chosen)),
      again: () => {
        this.confirming?.node.remove();
        this.confirming = null;
        for (const [node, hidden] of asked) node.hidden = hidden;
        this.asked.map.aim(true);
        this.renew();
        this.ways.turnTo(way, true);
      },
    });
    this.root.insertBefore(this.confirming.node, this.heard);
    this.confirming.focus();
    this.announce(precision === null ? `${title}. ${this.asked.words("where_area_only")}` : title);
  }
}
