/** The questionnaire as a phone shows it, drawn anew after each save. */

import { element, required } from "../ui/elements.ts";
import { languageOf, type Bench } from "./bench.ts";

const PAUSE_MS = 400;

export class Preview {
  private readonly frame = required("#phone", HTMLIFrameElement);
  private readonly chooser = required("#preview-language", HTMLSelectElement);
  private readonly link = required("#preview-link", HTMLAnchorElement);
  private readonly bench: Bench;
  private timer = 0;

  constructor(bench: Bench) {
    this.bench = bench;
    this.chooser.addEventListener("change", () => this.show());
    required("#preview-again", HTMLButtonElement).addEventListener("click", () => this.show());
    this.languages();
    this.show();
  }

  /** After a save; several in a row are one. */
  later(): void {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.show(), PAUSE_MS);
  }

  private show(): void {
    this.languages();
    const address = this.address();
    this.link.href = address;
    // A change of the address would be a step back in the history of the whole page.
    if (this.frame.isConnected && this.frame.getAttribute("src")) this.frame.contentWindow?.location.replace(address);
    else this.frame.src = address;
  }

  private address(): string {
    return `${this.bench.data.urls.preview}&lang=${encodeURIComponent(this.chooser.value)}`;
  }

  private languages(): void {
    const chosen = this.chooser.value || this.bench.data.main_locale;
    const offered = this.bench.workshop.draft.settings.locales;
    const locales = offered.length > 0 ? offered : [this.bench.data.main_locale];
    const written = [...this.chooser.options].map((one) => one.value);
    if (written.join() === locales.join()) return;
    this.chooser.replaceChildren(...locales.map((code) => element("option", { value: code }, languageOf(this.bench.data, code).name)));
    this.chooser.value = locales.includes(chosen) ? chosen : (locales[0] ?? "");
  }
}
