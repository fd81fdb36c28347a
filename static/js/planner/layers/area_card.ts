/** The chosen area: words first, then numbers, then themes, then what people said in their own words. */

import { svg } from "../../map/svg.ts";
import { element, isolated } from "../../ui/elements.ts";
import type { Speaker } from "../../ui/values.ts";

export interface CardTheme {
  readonly code: string;
  readonly label: string;
  readonly people: number | null;
  /** Share of the people of this area, 0 … 1; null where not told. */
  readonly share: number | null;
  /** Whether it is surely the most told of all. */
  readonly is_top: boolean;
}

export interface CardQuote {
  readonly id: string | number;
  readonly quote: string;
  readonly language: string | null;
  readonly kind_label: string;
  readonly valence: number | null;
  readonly themes: readonly string[];
  readonly said_on: string | null;
}

export interface AreaCard {
  readonly id: string;
  readonly name: string;
  readonly status: "ok" | "too_few" | "no_data";
  readonly sentences: readonly string[];
  readonly numbers: readonly { readonly label: string; readonly value: string | number }[];
  readonly themes: readonly CardTheme[];
  readonly quotes: readonly CardQuote[];
  readonly quotes_total: number;
}

const MOST_QUOTES = 5;
const BAR_PX = 120;

/** Fill a box with the card of an area, under a heading that stands already. What people wrote goes in as text. */
export function showCard(box: HTMLElement, card: AreaCard, speaker: Speaker): void {
  const { words } = speaker;
  const [lead, ...rest] = card.sentences;
  const fallback = card.status === "ok" ? "" : words(card.status);
  box.replaceChildren(
    element("p", { class: "area-lead", dir: "auto" }, lead ?? fallback),
    ...rest.map((sentence) => element("p", { class: "area-sentence", dir: "auto" }, sentence)),
    ...numberList(card),
    ...themeBars(card.themes, speaker),
    ...quoteList(card, speaker),
  );
}

function numberList(card: AreaCard): HTMLElement[] {
  if (card.numbers.length === 0) return [];
  const rows = card.numbers.map(({ label, value }) =>
    element("div", {}, element("dt", {}, label), element("dd", {}, isolated(String(value)))),
  );
  return [element("dl", { class: "area-numbers" }, ...rows)];
}

function themeBars(themes: readonly CardTheme[], { words, formats }: Speaker): HTMLElement[] {
  const told = themes.filter((theme): theme is CardTheme & { share: number } => theme.share !== null);
  if (told.length === 0) return [];
  const most = Math.max(0.01, ...told.map(({ share }) => share));
  const items = told.map(({ label, people, share, is_top }) => {
    const width = Math.max(1, (share / most) * BAR_PX).toFixed(1);
    const said = people === null ? formats.share(share) : words("theme_people", { share: formats.share(share), n: formats.whole(people) });
    return element(
      "li",
      { class: is_top ? "area-theme is-top" : "area-theme" },
      element("span", { class: "area-theme-name" }, isolated(label), ...(is_top ? [` · ${words("theme_surely_top")}`] : [])),
      svg("svg", { class: "area-theme-bar", viewBox: `0 0 ${BAR_PX} 10`, width: BAR_PX, height: 10, preserveAspectRatio: "none", "aria-hidden": "true" }, svg("rect", { width, height: 10 })),
      element("span", { class: "area-theme-share" }, said),
    );
  });
  return [element("h3", {}, words("area_themes")), element("ul", { class: "area-themes" }, ...items)];
}

function quoteList(card: AreaCard, { words, formats, locale }: Speaker): HTMLElement[] {
  if (card.quotes.length === 0) return [];
  const shown = card.quotes.slice(0, MOST_QUOTES);
  const items = shown.map((one) =>
    element("li", { class: "area-quote" }, quoteText(one), element("span", { class: "area-quote-about" }, aboutQuote(one, locale, formats.signed))),
  );
  const more = card.quotes_total - shown.length;
  return [
    element("h3", {}, words("area_quotes")),
    element("ul", { class: "area-quotes" }, ...items),
    ...(more > 0 ? [element("p", { class: "layer-note" }, words.count("quotes_more", more, formats.whole(more)))] : []),
  ];
}

/** A quote in its own language and direction; the language is only said where it is one. */
function quoteText({ quote, language }: CardQuote): HTMLElement {
  const attributes: Record<string, string> = { dir: "auto" };
  if (language !== null && /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(language)) attributes["lang"] = language;
  return element("q", attributes, quote);
}

function aboutQuote(one: CardQuote, locale: string, signed: (value: number) => string): string {
  const day = one.said_on === null ? NaN : Date.parse(one.said_on);
  const date = Number.isNaN(day) ? "" : new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(day);
  const valence = one.valence === null ? "" : signed(one.valence);
  return [one.kind_label, valence, ...one.themes, date].filter(Boolean).join(" · ");
}
