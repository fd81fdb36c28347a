/** When it was said: a series that can be dragged across, two fields that do the same, and its figures as a table. */

import { isDate } from "../core/plan_state.ts";
import { element } from "../ui/elements.ts";
import type { Speaker } from "../ui/values.ts";
import type { Bar } from "./charts.ts";

export interface Period extends Bar {
  readonly from: string;
  readonly to: string;
}

type Dates = readonly [from: string, to: string];

const HEIGHT_PX = 120;
const DAY_S = 86_400;

export class TimeChart {
  private readonly speaker: Speaker;
  private readonly choose: (dates: Dates) => void;
  private box: HTMLElement | null = null;
  private periods: readonly Period[] = [];
  private dates: Dates = ["", ""];
  private plot: { destroy(): void } | null = null;

  constructor(speaker: Speaker, choose: (dates: Dates) => void) {
    this.speaker = speaker;
    this.choose = choose;
  }

  /** Make the chart; `stand` draws into it once it is on the page. */
  draw(title: string, periods: readonly Period[], dates: Dates): HTMLElement {
    const { words } = this.speaker;
    this.periods = periods;
    this.dates = dates;
    this.plot?.destroy();
    this.plot = null;
    this.box = element("div", { class: "time-plot", "aria-hidden": "true" });
    return element(
      "section",
      { class: "chart chart-time", "aria-labelledby": "chart-date" },
      element("h3", { id: "chart-date" }, title),
      this.box,
      element("p", { class: "chart-help" }, words("time_help")),
      this.fields(dates),
      this.table(),
    );
  }

  stand(): void {
    if (this.box && this.periods.length > 1) void this.plotInto(this.box);
    else if (this.box) this.box.hidden = true;
  }

  private async plotInto(box: HTMLElement): Promise<void> {
    const { default: UPlot } = await import("uplot");
    if (box !== this.box || !box.isConnected) return;
    const style = getComputedStyle(box);
    const color = (name: string): string => style.getPropertyValue(name).trim();
    const at = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / 1000;
    const axis = { stroke: color("--ink-soft"), font: `14px ${style.fontFamily}`, grid: { stroke: color("--hairline"), width: 1 }, ticks: { show: false } };
    const xs = this.periods.map(({ from }) => at(from));
    const last = this.periods.at(-1)!;
    const bars = UPlot.paths.bars?.({ size: [0.8, 40], align: 1 });
    this.plot = new UPlot(
      {
        width: box.clientWidth,
        height: HEIGHT_PX,
        tzDate: (seconds) => UPlot.tzDate(new Date(seconds * 1000), "Etc/UTC"),
        legend: { show: false },
        cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
        scales: { x: { time: true, range: () => [xs[0]!, at(last.to) + DAY_S] }, y: { range: (_plot, _low, high) => [0, Math.max(1, high)] } },
        axes: [
          { ...axis, size: 28, grid: { show: false }, values: this.dateLabels() },
          { ...axis, size: 34, values: (_plot, splits) => splits.map((value) => (Number.isInteger(value) ? this.speaker.formats.whole(value) : "")) },
        ],
        series: [
          {},
          { fill: color("--accent"), width: 0, points: { show: false }, ...(bars ? { paths: bars } : {}) },
        ],
        hooks: {
          ready: [
            (plot) => {
              const [from, to] = this.dates;
              if (!from && !to) return;
              const left = plot.valToPos(from ? at(from) : xs[0]!, "x");
              const right = plot.valToPos((to ? at(to) : at(last.to)) + DAY_S, "x");
              plot.setSelect({ left: Math.max(0, left), width: Math.max(0, right - Math.max(0, left)), top: 0, height: plot.over.clientHeight }, false);
            },
          ],
          setSelect: [
            (plot) => {
              const { left, width } = plot.select;
              if (width < 4) return;
              this.choose([dayOf(plot.posToVal(left, "x")), dayOf(plot.posToVal(left + width, "x"))]);
            },
          ],
        },
      },
      [xs, this.periods.map(({ people }) => people)],
      box,
    );
  }

  /** Years where the series is long, months where it is not. */
  private dateLabels(): (plot: unknown, splits: number[]) => string[] {
    const long = new Intl.DateTimeFormat(this.speaker.locale, { year: "numeric", timeZone: "UTC" });
    const short = new Intl.DateTimeFormat(this.speaker.locale, { month: "short", day: "numeric", timeZone: "UTC" });
    const months = new Intl.DateTimeFormat(this.speaker.locale, { month: "short", year: "2-digit", timeZone: "UTC" });
    return (_plot, splits) => {
      const step = (splits[1] ?? 0) - (splits[0] ?? 0);
      const format = step >= 300 * DAY_S ? long : step >= 27 * DAY_S ? months : short;
      return splits.map((seconds) => format.format(new Date(seconds * 1000)));
    };
  }

  private fields(dates: Dates): HTMLElement {
    const { words } = this.speaker;
    const [first, last] = [this.periods[0]?.from ?? "", this.periods.at(-1)?.to ?? ""];
    const input = (key: "from" | "to", value: string): HTMLInputElement => {
      const made = element("input", { type: "date", id: `time-${key}`, min: first, max: last, "data-bar": `date=${key}` });
      made.value = value;
      return made;
    };
    const [from, to] = [input("from", dates[0]), input("to", dates[1])];
    const read = (): void => {
      const [low, high] = [from, to].map(({ value }) => (isDate(value) ? value : "")) as [string, string];
      this.choose(low && high && low > high ? [high, low] : [low, high]);
    };
    for (const field of [from, to]) field.addEventListener("change", read);
    const label = (key: string, field: HTMLElement): HTMLElement =>
      element("div", { class: "field" }, element("label", { for: field.id }, words(key)), field);
    const row = element("div", { class: "time-fields" }, label("from", from), label("to", to));
    if (dates[0] || dates[1]) {
      const clear = element("button", { type: "button", class: "link-button" }, words("clear_dates"));
      clear.addEventListener("click", () => this.choose(["", ""]));
      row.append(clear);
    }
    return row;
  }

  private table(): HTMLElement {
    const { words, formats } = this.speaker;
    const rows = this.periods.map(({ label, people }) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, label),
        element("td", {}, people === null ? words("too_few") : formats.whole(people)),
      ),
    );
    return element(
      "details",
      { class: "time-table" },
      element("summary", {}, words("time_table")),
      element(
        "table",
        { class: "small-table" },
        element("thead", {}, element("tr", {}, element("th", { scope: "col" }, words("time_period")), element("th", { scope: "col" }, words("column_people")))),
        element("tbody", {}, ...rows),
      ),
    );
  }
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
