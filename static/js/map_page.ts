/** The map page: joins the address bar, the form, the map, the legend and the table. */

import { centreOf, type NamedPlace } from "./core/places.ts";
import { hueToken } from "./core/hues.ts";
import { numberFormats } from "./core/numbers.ts";
import type { Feature, LayerPayload, OutlinePayload } from "./core/payload.ts";
import { largestRadius } from "./core/scales.ts";
import { formatState, parseState, showsSame, type MapState } from "./core/state.ts";
import { wordsFrom } from "./core/words.ts";
import { MapView, type Spot } from "./map/map_view.ts";
import { drawingOf } from "./map/symbols.ts";
import { Captions } from "./ui/captions.ts";
import { Card } from "./ui/card.ts";
import { required } from "./ui/elements.ts";
import { FilterForm } from "./ui/filters.ts";
import { fetchOutline, LayerRefused, LayerSource } from "./ui/layer_source.ts";
import { legendFor } from "./ui/legend.ts";
import { followState } from "./ui/links.ts";
import { closeMenusOutside } from "./ui/menus.ts";
import { Notice } from "./ui/notice.ts";
import { readPageData } from "./ui/page_data.ts";
import { keepPrintLine } from "./ui/print_line.ts";
import { makeSheet } from "./ui/sheet.ts";
import { FeatureTable } from "./ui/table.ts";
import { makeTableToggle, placeTable } from "./ui/table_toggle.ts";
import { nameGiver, sentencesAbout, type Speaker } from "./ui/values.ts";

const page = readPageData();
const words = wordsFrom(page.strings, page.locale);
const purposeLabels = new Map(page.purposes.map(({ code, label }) => [code, label]));
const purposes = page.purposes.map(({ code }) => code);
let places: NamedPlace[] = [];
const speaker: Speaker = {
  words,
  formats: numberFormats(page.locale),
  locale: page.locale,
  nameOf: nameGiver(words, () => places),
  purposeLabel: (code) => purposeLabels.get(code) ?? code,
};

const fallback: MapState = {
  layer: page.state.layer,
  theme: page.state.themes[0] ?? "",
  kind: page.state.kinds[0] ?? "",
  survey: page.state.survey ?? "",
  areaSet: page.state.area_set ?? "",
  view: null,
};
let state = parseState(location.search, fallback);
let shown: LayerPayload | null = null;
let selected: Feature | null = null;

const root = required("#map-page", HTMLElement);
const panel = required("#panel", HTMLElement);
const legend = required("#legend", HTMLElement);
const mapBox = required("#map-box", HTMLElement);
const spoken = required("#spoken", HTMLElement);

const sheet = makeSheet(panel, required("#panel-handle", HTMLButtonElement));
const captions = new Captions(
  required("#question", HTMLElement),
  required("#headline", HTMLElement),
  required("#captions", HTMLElement),
);
const card = new Card(required("#card", HTMLElement), mapBox, speaker, purposes);
const notice = new Notice(required("#notice", HTMLElement), words, {
  retry: () => void load(),
  clearFilters: () => {
    form.clear();
    choose();
  },
});
const source = new LayerSource(page.layers_url, page.publications);
const form = new FilterForm(required("#filters", HTMLFormElement), choose);
const table = new FeatureTable(required("#table", HTMLElement), speaker, {
  point: (feature) => pointAt(feature, feature && feature.geometry ? map.spotOf(feature) : null),
  select: (feature) => {
    map.select(feature.id, true);
    selectFeature(feature, feature.geometry ? map.spotOf(feature) : null);
  },
});
const map = new MapView(
  required("#map", HTMLElement),
  {
    bounds: page.project.bounds,
    view: state.view,
    covers: () => [...document.querySelectorAll(".map-tools > *, .attribution"), legend],
    describe: (feature) => [speaker.nameOf(feature), ...sentencesAbout(feature, state.layer, speaker)].join(". "),
  },
  {
    point: pointAt,
    select: selectFeature,
    move: (view) => {
      state = { ...state, view };
      history.replaceState(null, "", `?${formatState(state)}`);
      followState(state, page.publications);
      if (selected?.geometry && !card.isHidden) card.show(selected, state.layer, map.spotOf(selected));
    },
  },
);

/** The style sheet paints purpose 0, 1, 2 …; the server decided which hue that is. */
for (const ground of [document.documentElement, ...document.querySelectorAll<HTMLElement>(".on-paper")]) {
  page.purposes.forEach(({ color }, index) => ground.style.setProperty(`--purpose-${index}`, hueToken(color)));
}

/** Something was chosen in the form: a new state, a new entry to go back to. */
function choose(): void {
  const next = form.read(state.view);
  if (showsSame(next, state)) return;
  if (next.layer !== state.layer) sheet.close();
  state = next;
  history.pushState(null, "", `?${formatState(state)}`);
  void load();
}

async function load(): Promise<void> {
  const wanted = state;
  form.suit(wanted);
  followState(wanted, page.publications);
  const about = page.layers.find(({ name }) => name === wanted.layer);
  captions.wait(about?.question ?? "");
  document.title = [about?.question, page.project.name].filter(Boolean).join(" · ");
  root.classList.add("is-loading");
  notice.hide();
  card.hide();
  selected = null;
  try {
    const payload = await source.fetch(wanted);
    if (payload) show(payload);
  } catch (problem) {
    shown = null;
    map.clear();
    table.clear();
    captions.clear();
    legend.replaceChildren();
    notice.failed(problem instanceof LayerRefused ? problem.said : null);
    root.classList.remove("is-loading");
  }
}

function show(payload: LayerPayload): void {
  shown = payload;
  const largest = largestRadius(mapBox.clientWidth, mapBox.clientHeight);
  const drawing = drawingOf(payload, purposes, speaker.formats.whole, largest);
  root.classList.remove("is-loading");
  captions.show(payload);
  map.show(drawing);
  table.show(payload);
  const empty = payload.features.length === 0;
  legend.replaceChildren(...(empty ? [] : legendFor(drawing, speaker)));
  map.rename();
  if (empty) notice.empty(state.theme !== "" || state.kind !== "", payload.mentalmap.captions[0]);
  spoken.textContent = payload.mentalmap.captions[0] ?? payload.mentalmap.title;
}

function pointAt(feature: Feature | null, spot: Spot | null): void {
  map.point(feature?.id ?? null);
  if (feature && spot && shown) card.show(feature, shown.mentalmap.layer, spot);
  else if (selected?.geometry && shown) card.show(selected, shown.mentalmap.layer, map.spotOf(selected));
  else card.hide();
}

function selectFeature(feature: Feature | null, spot: Spot | null): void {
  selected = feature;
  table.select(feature?.id ?? null);
  if (feature && spot && shown) card.show(feature, shown.mentalmap.layer, spot);
  else card.hide();
}

function layGround(outline: OutlinePayload | null): void {
  places = (outline?.labels.features ?? []).flatMap(({ geometry, properties }) =>
    typeof properties["name"] === "string" && properties["role"] !== "water"
      ? [{ name: properties["name"], at: centreOf(geometry) }]
      : [],
  );
  void map.layBasemap(page.basemap, outline);
}

window.addEventListener("popstate", () => {
  const before = state;
  state = parseState(location.search, fallback);
  form.write(state);
  if (state.view) map.look(state.view);
  if (!showsSame(before, state)) void load();
});
window.addEventListener("online", () => {
  if (!shown) void load();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && selected) {
    map.select(null, false);
    selectFeature(null, null);
  }
});
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-map-action]")) {
  button.addEventListener("click", () => {
    const action = button.dataset["mapAction"];
    if (action === "fit") map.fit();
    else map.zoomBy(action === "zoom-in" ? 1 : -1);
  });
}
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-action=print]")) {
  button.addEventListener("click", () => window.print());
}
// The box of the map changes with the table, the sheet and the paper.
new ResizeObserver(() => map.resize()).observe(mapBox);

document.documentElement.classList.add("has-script");
placeTable(required("#table-panel", HTMLElement), panel, root);
makeTableToggle(root, required("#table-toggle", HTMLButtonElement), () => map.resize());
closeMenusOutside();
form.write(state);
keepPrintLine(required("#filters", HTMLFormElement), page.locale);
void load();
if (page.basemap.kind === "outline") void fetchOutline(page.basemap.url).then(layGround);
else layGround(null);
