/** What people said, in their own words and their own language: searched, and read page by page. */

import type { Words } from "../core/words.ts";
import { element, isolated } from "../ui/elements.ts";
import type { Speaker } from "../ui/values.ts";
import { Asking, Refused, withQuery } from "./asking.ts";
import { signInLink } from "./sign_in.ts";

interface Quote {
  readonly id: string | number;
  readonly quote: string;
  readonly language: string | null;
  readonly kind_label: string;
  readonly valence: number | null;
  readonly themes: readonly string[];
  readonly area_name: string | null;
  readonly said_on: string | null;
}

interface QuotesPage {
  readonly total: number;
  readonly offset: number;
  readonly quotes: readonly Quote[];
}

const PAGE = 10;
const PAUSE_MS = 250;

export class Quotes {
  private readonly frame: HTMLDetailsElement;
  private readonly title: HTMLElement;
  private readonly list = element("div", { class: "quote-list", "aria-live": "polite" });
  private readonly search = element("input", { type: "search", id: "quotes-search", autocomplete: "off", maxlength: "200" });
  private readonly asking = new Asking<QuotesPage>();
  private readonly speaker: Speaker;
  private readonly url: string;
  private query = "";
  private offset = 0;
  private asked = "";

  constructor(frame: HTMLDetailsElement, title: HTMLElement, body: HTMLElement, url: string, speaker: Speaker) {
    this.frame = frame;
    this.title = title;
    this.url = url;
    this.speaker = speaker;
    let pause = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(pause);
      pause = window.setTimeout(() => this.from(0), PAUSE_MS);
    });
    frame.addEventListener("toggle", () => void this.load());
    const label = element("label", { for: "quotes-search" }, this.words("quotes_search"));
    body.replaceChildren(element("div", { class: "field" }, label, this.search), this.list);
  }

  /** Be about these filters, and one area or all of them. */
  about(query: string, area: { readonly id: string; readonly name: string } | null): void {
    const { words } = this.speaker;
    this.title.textContent = area ? words("quotes_in", { area: area.name }) : words("quotes_title");
    const next = area ? `${query}&area=${encodeURIComponent(area.id)}` : query;
    if (next === this.query) return;
    this.query = next;
    this.offset = 0;
    void this.load();
  }

  private get words(): Words {
    return this.speaker.words;
  }

  private from(offset: number): void {
    this.offset = Math.max(0, offset);
    void this.load();
  }

  private async load(): Promise<void> {
    if (!this.frame.open) return;
    const page = new URLSearchParams({ offset: String(this.offset), limit: String(PAGE) });
    if (this.search.value.trim()) page.set("search", this.search.value.trim());
    const url = withQuery(withQuery(this.url, this.query), page.toString());
    if (url === this.asked) return;
    this.asked = url;
    this.list.setAttribute("aria-busy", "true");
    if (!this.list.hasChildNodes()) this.list.replaceChildren(...[1, 2, 3].map(() => element("div", { class: "line-bones" })));
    try {
      const answer = await this.asking.ask(url);
      if (answer) this.show(answer);
    } catch (problem) {
      this.asked = "";
      const retry = element("button", { type: "button", class: "link-button" }, this.words("retry"));
      retry.addEventListener("click", () => void this.load());
      const said = (problem instanceof Refused ? problem.said : null) ?? this.words("quotes_failed");
      this.list.replaceChildren(element("p", {}, said), ...signInLink(problem, this.words), retry);
    }
    this.list.removeAttribute("aria-busy");
  }

  private show({ total, offset, quotes }: QuotesPage): void {
    const { formats } = this.speaker;
    if (total === 0 || quotes.length === 0) {
      this.list.replaceChildren(element("p", { class: "quiet" }, this.words("quotes_none")));
      return;
    }
    const range = this.words("quotes_range", {
      first: formats.whole(offset + 1),
      last: formats.whole(offset + quotes.length),
      n: formats.whole(total),
    });
    const step = (key: string, to: number, may: boolean): HTMLElement => {
      const button = element("button", { type: "button", class: "link-button" }, this.words(key));
      button.disabled = !may;
      button.addEventListener("click", () => this.from(to));
      return button;
    };
    this.list.replaceChildren(
      element("p", { class: "quiet" }, range),
      ...quotes.map((one) => quoteElement(one, this.speaker)),
      element(
        "p",
        { class: "pages" },
        step("quotes_earlier", offset - PAGE, offset > 0),
        step("quotes_later", offset + PAGE, offset + quotes.length < total),
      ),
    );
  }
}

/** One quote with where and what it is about; its own language and direction, never markup. */
function quoteElement(one: Quote, { words, formats, locale }: Speaker): HTMLElement {
  const said = element("blockquote", { dir: "auto" }, one.quote);
  if (one.language) said.lang = one.language;
  const facts = [
    one.area_name,
    one.kind_label,
    ...one.themes,
    one.valence === null ? null : words("feeling", { valence: formats.signed(one.valence).replace(/[.,]0$/, "") }),
    one.said_on && new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(one.said_on)),
  ].filter((fact): fact is string => Boolean(fact));
  const caption = element("figcaption", {});
  facts.forEach((fact, index) => caption.append(index === 0 ? "" : " · ", isolated(fact)));
  return element("figure", { class: "quote" }, said, caption);
}
