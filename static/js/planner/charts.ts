/** Small linked charts: each bar says its number in words, and filters the map and the other charts when used. */

import { steppedValence, toggled, type ColumnState } from "../core/plan_state.ts";
import { element, isolated } from "../ui/elements.ts";
import type { Speaker } from "../ui/values.ts";
import { Refused } from "./asking.ts";
import { isListKey } from "./sentence.ts";
import { signInLink } from "./sign_in.ts";
import { TimeChart, type Period } from "./time_chart.ts";

export interface Bar {
  readonly code: string;
  readonly label: string;
  readonly people: number | null;
  readonly marks: number | null;
  readonly status: "ok" | "too_few" | "no_data";
}

interface ChartOfBars {
  readonly key: string;
  readonly title: string;
  readonly unit?: string;
  /** Those among whom the bars are counted: under every filter but the chart's own; null where too few. */
  readonly people: number | null;
  readonly bars: readonly Bar[];
}

export interface ChartsPayload {
  readonly people: number | null;
  readonly marks: number | null;
  readonly asked: number;
  readonly threshold: number;
  readonly stale_since: string | null;
  readonly charts: readonly ChartOfBars[];
}

const BARS_AT_FIRST = 6;
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

export class Charts {
  private readonly node: HTMLElement;
  private readonly people: HTMLElement;
  private readonly speaker: Speaker;
  private readonly change: (next: ColumnState) => void;
  private readonly open = new Set<string>();
  private payload: ChartsPayload | null = null;
  private state: ColumnState | null = null;
  private readonly time: TimeChart;

  constructor(node: HTMLElement, people: HTMLElement, speaker: Speaker, change: (next: ColumnState) => void) {
    this.node = node;
    this.people = people;
    this.speaker = speaker;
    this.change = change;
    this.time = new TimeChart(speaker, (dates) => this.state && change({ ...this.state, dates }));
  }

  wait(): void {
    this.node.setAttribute("aria-busy", "true");
    if (this.payload) return;
    const bones = Array.from({ length: 4 }, () => element("div", { class: "chart-bones" }));
    this.node.replaceChildren(...bones);
  }

  failed(problem: unknown, retry: () => void): void {
    this.payload = null;
    this.node.removeAttribute("aria-busy");
    const button = element("button", { type: "button", class: "link-button" }, this.speaker.words("retry"));
    button.addEventListener("click", retry);
    this.people.textContent = "";
    const said = problem instanceof Refused ? problem.said : null;
    this.node.replaceChildren(element("p", {}, said ?? this.speaker.words("chart_failed")), ...signInLink(problem, this.speaker.words), button);
  }

  show(payload: ChartsPayload, state: ColumnState): void {
    this.payload = payload;
    this.state = state;
    this.draw();
  }

  private draw(): void {
    const { payload, state, speaker } = this;
    if (!payload || !state) return;
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset["bar"] : undefined;
    const asked = speaker.formats.whole(payload.asked);
    this.node.removeAttribute("aria-busy");
    this.people.textContent =
      payload.people === null
        ? speaker.words("charts_too_few")
        : speaker.words.count("charts_of", payload.people, speaker.formats.whole(payload.people), { asked });
    const charts = payload.charts
      .filter(({ bars }) => bars.length > 0)
      .map((chart) => (chart.key === "date" ? this.time.draw(chart.title, chart.bars as readonly Period[], state.dates) : this.chart(chart, state)));
    this.node.replaceChildren(...charts);
    this.time.stand();
    if (focused) this.node.querySelector<HTMLElement>(`[data-bar="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }

  private chart({ key, title, bars, people }: ChartOfBars, state: ColumnState): HTMLElement {
    const { speaker } = this;
    const most = Math.max(1, ...bars.map(({ people }) => people ?? 0));
    const total = people ?? 0;
    const isOpen = this.open.has(key) || bars.length <= BARS_AT_FIRST + 1;
    const shown = isOpen ? bars : bars.filter((bar, index) => index < BARS_AT_FIRST || isChosen(bar, key, state));
    const list = element("ul", { class: `bars bars-${key}` });
    const stops: HTMLButtonElement[] = [];
    for (const bar of shown) {
      const button = this.bar(bar, key, most, total, state);
      stops.push(button);
      list.append(element("li", {}, button));
    }
    rove(stops);
    const id = `chart-${key}`;
    const chart = element("section", { class: "chart", "aria-labelledby": id }, element("h3", { id }, title), list);
    if (bars.length > BARS_AT_FIRST + 1) {
      const label = isOpen ? speaker.words("show_fewer_bars") : speaker.words("show_more_bars", { n: speaker.formats.whole(bars.length) });
      const more = element("button", { type: "button", class: "link-button chart-more", "data-bar": `more-${key}` }, label);
      more.addEventListener("click", () => {
        if (!this.open.delete(key)) this.open.add(key);
        this.draw();
      });
      chart.append(more);
    }
    return chart;
  }

  private bar(bar: Bar, key: string, most: number, total: number, state: ColumnState): HTMLButtonElement {
    const { words } = this.speaker;
    const label = key === "valence" ? words(`valence_${bar.code}`) : bar.label;
    const fill = element("span", { class: `bar-fill bar-fill-${key}-${bar.code}`, "aria-hidden": "true" });
    fill.style.setProperty("--part", String((bar.people ?? 0) / most));
    // The name that is heard is what is seen, with the word for what is counted.
    const button = element(
      "button",
      {
        type: "button",
        class: `bar bar-${bar.status}`,
        "data-bar": `${key}=${bar.code}`,
        "aria-pressed": String(isChosen(bar, key, state)),
      },
      element("span", { class: "bar-label" }, isolated(label)),
      " ",
      this.figure(bar, total),
      element("span", { class: "bar-track", "aria-hidden": "true" }, fill),
    );
    button.addEventListener("click", () => {
      const current = this.state;
      if (!current) return;
      if (key === "valence") this.change({ ...current, valence: steppedValence(current.valence, Number(bar.code)) });
      else if (isListKey(key)) this.change(toggled(current, key, bar.code));
    });
    return button;
  }

  private figure(bar: Bar, total: number): HTMLElement {
    const { words, formats } = this.speaker;
    if (bar.people === null) return element("span", { class: "bar-figure" }, words("too_few_short"));
    const people = formats.whole(bar.people);
    const counted = element("span", { class: "visually-hidden" }, ` ${words.count("bar_people", bar.people, people)} `);
    const figure = element("span", { class: "bar-figure" }, people, counted);
    if (total > 0) figure.append(element("span", { class: "bar-share" }, formats.share(bar.people / total)));
    return figure;
  }
}

function isChosen(bar: Bar, key: string, state: ColumnState): boolean {
  if (key === "valence") {
    const [least, greatest] = state.valence;
    const step = Number(bar.code);
    return (least !== null || greatest !== null) && step >= (least ?? -2) && step <= (greatest ?? 2);
  }
  return isListKey(key) && state.lists[key].includes(bar.code);
}

/** One tab stop per chart; arrows go from bar to bar. */
function rove(buttons: readonly HTMLButtonElement[]): void {
  const stop = buttons.find((button) => button.getAttribute("aria-pressed") === "true") ?? buttons[0];
  buttons.forEach((button, index) => {
    button.tabIndex = button === stop ? 0 : -1;
    button.addEventListener("focus", () => {
      for (const other of buttons) other.tabIndex = other === button ? 0 : -1;
    });
    button.addEventListener("keydown", (event) => {
      const last = buttons.length - 1;
      const to =
        event.key === "Home" ? 0 : event.key === "End" ? last : index + (STEPS[event.key] ?? NaN);
      if (Number.isNaN(to)) return;
      event.preventDefault();
      buttons[Math.min(last, Math.max(0, to))]?.focus();
    });
  });
}
