/** The planner's page: joins the address, the sentence, one or two maps, the charts and what is told beside them. */

import { centreOf, type NamedPlace } from "./core/places.ts";
import { hueToken } from "./core/hues.ts";
import { PLAN_COLUMNS } from "./core/columns.ts";
import { numberFormats } from "./core/numbers.ts";
import type { Feature, LayerPayload, OutlinePayload } from "./core/payload.ts";
import {
  asksSame,
  formatPlan,
  formatQuery,
  hasFilters,
  parsePlan,
  withoutFilters,
  type ColumnState,
  type PlanState,
} from "./core/plan_state.ts";
import type { View } from "./core/state.ts";
import { wordsFrom } from "./core/words.ts";
import { required } from "./ui/elements.ts";
import { fetchOutline } from "./ui/layer_source.ts";
import { closeMenusOutside } from "./ui/menus.ts";
import { FeatureTable } from "./ui/table.ts";
import { nameGiver, type Speaker } from "./ui/values.ts";
import { AreaPanel } from "./planner/area_panel.ts";
import { Asking, withQuery } from "./planner/asking.ts";
import { Banner } from "./planner/banner.ts";
import { drawHeads } from "./planner/column_heads.ts";
import { Charts, type ChartsPayload } from "./planner/charts.ts";
import { ChoicesForm } from "./planner/choices.ts";
import { areaOf } from "./planner/layers/registry.ts";
import { LayerTold } from "./planner/layer_told.ts";
import { followPlan } from "./planner/links.ts";
import { MapColumn } from "./planner/map_column.ts";
import { knownTo, readPlanData, startOf } from "./planner/page_data.ts";
import { Picker } from "./planner/picker.ts";
import { Quotes } from "./planner/quotes.ts";
import { Sentences } from "./planner/sentence.ts";
import { saveSlide } from "./planner/slide.ts";
import { Views } from "./planner/views.ts";

type Side = 0 | 1;

const page = readPlanData();
const words = wordsFrom(page.strings, page.locale);
const formats = numberFormats(page.locale);
const purposeLabels = new Map(page.purposes.map(({ code, label }) => [code, label]));
let places: NamedPlace[] = [];
const speaker: Speaker = {
  words,
  formats,
  locale: page.locale,
  nameOf: nameGiver(words, () => places),
  purposeLabel: (code) => purposeLabels.get(code) ?? code,
};
const known = knownTo(page);
const start = startOf(page);

const root = required("#plan", HTMLElement);
const spoken = required("#spoken", HTMLElement);
const banner = new Banner(required("#banner", HTMLElement), words, page.locale);
let { state, ignored } = parsePlan(location.search, start, known);
let active: Side = 0;
let outline: OutlinePayload | null | undefined;
const columns: MapColumn[] = [];

const sentences = new Sentences(page, words);
const sentence = required("#sentence", HTMLElement);
const clearParts = required("#clear-parts", HTMLButtonElement);
const choices = new ChoicesForm(required("#choices", HTMLFormElement), (chosen) => change({ ...current(), ...chosen, selected: "" }));
const picker = new Picker(required("#picker", HTMLDialogElement), page, words, change);
const charts = new Charts(required("#charts", HTMLElement), required("#charts-people", HTMLElement), speaker, change);
const chartsAsking = new Asking<ChartsPayload>();
const area = new AreaPanel(required("#area", HTMLElement), speaker, () => select(""));
const layerTold = new LayerTold(required("#layer-told", HTMLDetailsElement));
const quotes = new Quotes(
  required("#quotes", HTMLDetailsElement),
  required("#quotes-title", HTMLElement),
  required("#quotes-body", HTMLElement),
  page.urls.quotes,
  speaker,
);
const views = new Views(required("#views", HTMLElement), required("#save-dialog", HTMLDialogElement), page, words, {
  query: () => formatPlan({ ...state, lang: "" }),
  open: (query) => go(parsePlan(query, start, known).state),
  say,
});
const tablePanel = required("#table-panel", HTMLElement);
const tableToggle = required("#table-toggle", HTMLButtonElement);
const listened = { point: (feature: Feature | null) => columns[active]?.pointFrom(feature), select: (feature: Feature) => select(feature.id) };
const table = new FeatureTable(required("#table", HTMLElement), speaker, listened, PLAN_COLUMNS);

function current(): ColumnState {
  return state.columns[active] ?? state.columns[0];
}

function withColumn(side: Side, column: ColumnState): PlanState {
  const [first, second] = state.columns;
  if (!second) return { ...state, columns: [column] };
  return { ...state, columns: side === 0 ? [column, second] : [first, column] };
}

/** The active column changes: a new entry to go back to. */
function change(column: ColumnState): void {
  const next = withColumn(active, asksSame(column, current()) ? column : { ...column, selected: keptSelection(column) });
  go(next);
  say(words("filtered_to", { sentence: sentences.text(column) }));
}

/** What is selected stays while its layer and areas do. */
function keptSelection(column: ColumnState): string {
  const before = current();
  return column.layer === before.layer && column.areaSet === before.areaSet ? column.selected : "";
}

function go(next: PlanState): void {
  const query = formatPlan(next);
  if (query === formatPlan(state)) return;
  state = next;
  history.pushState(null, "", `?${query}`);
  void show();
}

function select(id: string, side: Side = active): void {
  const column = state.columns[side];
  if (!column || column.selected === id) return;
  if (side !== active) activate(side);
  go(withColumn(side, { ...column, selected: id }));
}

/** Two maps, or a map above its table, are too small for an open legend. */
function foldLegends(): void {
  const hasTableBelow = !tablePanel.hidden && !matchMedia("(min-width: 110rem)").matches;
  for (const column of columns) column?.foldLegend(state.columns.length === 2 || hasTableBelow);
}

let wasSplit = false;
/** Show all of the state: the columns, and beside them what the active one is about. */
async function show(): Promise<void> {
  if (active === 1 && state.columns.length === 1) active = 0;
  const isSplit = state.columns.length === 2;
  if (root.classList.toggle("is-split", isSplit) !== wasSplit) foldLegends();
  wasSplit = isSplit;
  required("#column-b", HTMLElement).hidden = state.columns.length < 2;
  drawChoices();
  followPlan(state, current());
  state.columns.forEach((column, index) => void columnOf(index as Side).show(column));
  await Promise.all([showCharts(), showSelected()]);
}

function columnOf(side: Side): MapColumn {
  const existing = columns[side];
  if (existing) return existing;
  const node = required(side === 0 ? "#column-a" : "#column-b", HTMLElement);
  const column = new MapColumn(node, page, speaker, state.columns[side]!, state.view, {
    select: (id) => select(id, side),
    move: (view) => moved(side, view),
    moving: (view) => columns[1 - side]?.map.follow(view),
    clear: () => {
      activate(side);
      change(withoutFilters(current()));
    },
    shown: (payload) => shown(side, payload),
    point: () => undefined,
    say,
    tell: (text) => banner.tell(text),
  });
  columns[side] = column;
  column.foldLegend(state.columns.length === 2);
  if (outline !== undefined) column.layGround(outline);
  node.addEventListener("pointerdown", () => activate(side));
  node.addEventListener("focusin", () => activate(side));
  return column;
}

/** One map was moved: the other follows, and the address says where one looks. */
let following = false;
function moved(side: Side, view: View | null): void {
  if (following) return;
  following = true;
  const other = state.columns.length === 2 ? columns[1 - side] : undefined;
  if (other && view) other.map.restWith(view);
  else if (other) other.map.fit();
  following = false;
  state = { ...state, view };
  history.replaceState(null, "", `?${formatPlan(state)}`);
  followPlan(state, current());
}

/** The choices beside are about this column from now on. */
function activate(side: Side): void {
  if (side === active || !state.columns[side]) return;
  active = side;
  drawChoices();
  followPlan(state, current());
  const payload = columns[side]?.payload ?? null;
  if (payload) table.show(payload);
  else table.clear();
  layerTold.show(columns, active);
  void showCharts();
  void showSelected();
}

function drawChoices(): void {
  const column = current();
  sentences.draw(sentence, column, change);
  clearParts.hidden = !hasFilters(column);
  choices.write(column);
  drawHeads(state, active, (one) => sentences.text(one), words);
  const layer = page.layers.find(({ name }) => name === column.layer);
  required("#rail-said", HTMLElement).textContent = layer?.title ?? "";
  document.title = [layer?.question, page.project.name].filter(Boolean).join(" · ");
}

function shown(side: Side, payload: LayerPayload | null): void {
  const stale = payload?.mentalmap.parameters["stale_since"];
  banner.stale(typeof stale === "string" ? stale : null);
  layerTold.show(columns, active);
  if (side !== active) return;
  if (payload) table.show(payload);
  else table.clear();
  if (payload) say(payload.mentalmap.captions[0] ?? payload.mentalmap.title);
  void showSelected();
}

/** Which answers a column is about; what its layer compares them with is no part of that. */
function answersQuery(column: ColumnState): string {
  return formatQuery({ ...column, before: "" });
}

async function showCharts(): Promise<void> {
  const column = current();
  charts.wait();
  try {
    const payload = await chartsAsking.ask(withQuery(page.urls.charts, answersQuery(column)));
    if (!payload) return;
    charts.show(payload, current());
    if (payload.stale_since) banner.stale(payload.stale_since);
  } catch (problem) {
    charts.failed(problem, () => void showCharts());
  }
}

async function showSelected(): Promise<void> {
  const column = current();
  const query = answersQuery(column);
  const own = columns[active];
  const feature = column.selected ? (own?.feature(column.selected) ?? null) : null;
  table.select(feature?.id ?? null);
  const id = column.selected ? areaOf(column.selected) : null;
  if (!column.selected || (own?.payload && !feature)) {
    area.rest();
    quotes.about(query, null);
  } else if (id !== null && isAboutAreas(column.layer)) {
    const name = feature ? speaker.nameOf(feature) : "";
    const url = withQuery(`${page.urls.areas}${encodeURIComponent(id)}.json`, query);
    quotes.about(query, { id, name });
    await area.showArea(url, name);
  } else if (feature && own?.payload) {
    area.showFeature(feature, own.payload.mentalmap.layer);
    quotes.about(query, null);
  }
}

/** Layers whose features are areas, which the server has a card for. */
function isAboutAreas(layer: string): boolean {
  return ["attitude", "relations", "coverage", "change"].includes(layer);
}

function say(text: string): void {
  spoken.textContent = text;
}

function layGround(ground: OutlinePayload | null): void {
  outline = ground;
  places = (ground?.labels.features ?? []).flatMap(({ geometry, properties }) =>
    typeof properties["name"] === "string" && properties["role"] !== "water"
      ? [{ name: properties["name"], at: centreOf(geometry) }]
      : [],
  );
  for (const column of columns) column?.layGround(ground);
}

async function savePicture(): Promise<void> {
  const own = columns[active];
  if (!own?.payload) return;
  const isSaved = await saveSlide(own, current(), { page, sentences, speaker });
  if (isSaved) say(words("picture_ready"));
  else banner.tell(words("picture_failed"));
}

for (const ground of [document.documentElement, ...document.querySelectorAll<HTMLElement>(".on-paper")]) {
  page.purposes.forEach(({ color }, index) => ground.style.setProperty(`--purpose-${index}`, hueToken(color)));
}
required("#add-part", HTMLButtonElement).addEventListener("click", () => picker.open(current()));
clearParts.addEventListener("click", () => change(withoutFilters(current())));
required("#save-view", HTMLButtonElement).addEventListener("click", () => views.begin());
required("#picture", HTMLButtonElement).addEventListener("click", () => void savePicture());
required("#compare", HTMLButtonElement).addEventListener("click", () => {
  const [first, second] = state.columns;
  if (second) go({ ...state, columns: [state.columns[active] ?? first] });
  else {
    go({ ...state, columns: [first, { ...first, selected: "" }] });
    activate(1);
  }
});
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-which]")) {
  button.addEventListener("click", () => activate(button.dataset["which"] === "b" ? 1 : 0));
}
tableToggle.addEventListener("click", () => {
  tablePanel.hidden = !tablePanel.hidden;
  root.classList.toggle("shows-table", !tablePanel.hidden);
  tableToggle.setAttribute("aria-expanded", String(!tablePanel.hidden));
  foldLegends();
});
const railToggle = required("#rail-toggle", HTMLButtonElement);
function showRail(isShown: boolean): void {
  root.classList.toggle("shows-rail", isShown);
  railToggle.setAttribute("aria-expanded", String(isShown));
}
railToggle.addEventListener("click", () => showRail(!root.classList.contains("shows-rail")));
required("#choices", HTMLFormElement).addEventListener("click", (event) => {
  // Who points at a layer wants to see it; who walks with the arrow keys is not done.
  if (event.detail > 0 && event.target instanceof Element && event.target.closest(".layer-choice")) showRail(false);
});
document.querySelector(".skip-link[href='#rail']")?.addEventListener("click", () => showRail(true));
window.addEventListener("popstate", () => {
  const before = state.view;
  state = parsePlan(location.search, start, known).state;
  if (state.view && state.view !== before) {
    following = true;
    for (const column of columns) column?.map.look(state.view);
    following = false;
  }
  void show();
});
window.addEventListener("online", () => void show());
document.addEventListener("keydown", (event) => {
  const isElsewhere = event.target instanceof Element && event.target.closest("dialog, details.menu, input, select, textarea");
  if (event.key === "Escape" && !isElsewhere) select("");
});

document.documentElement.classList.add("has-script");
closeMenusOutside();
if (ignored.length > 0) banner.tell(words("ignored", { parts: ignored.join(", ") }));
void show();
if (page.basemap.kind === "outline") void fetchOutline(page.basemap.url).then(layGround);
else layGround(null);
