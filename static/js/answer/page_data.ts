/** What the answering page and the receipt page know from the server: one block of JSON each. */

import type { BasemapSettings } from "../map/basemap.ts";
import { required } from "../ui/elements.ts";

export interface Language {
  readonly code: string;
  readonly name: string;
  readonly dir: "ltr" | "rtl";
}

export interface AnswerUrls {
  readonly form: string;
  readonly ground: string;
  /** Holds `{locale}`. */
  readonly words: string;
  readonly responses: string;
  /** Holds `{id}` and `{mark}`. */
  readonly photos: string;
  readonly receipt: string;
  readonly receipt_data: string;
  readonly worker: string;
  readonly map: string;
  readonly signIn?: string;
  /** Answering without scripts. */
  readonly plain?: string;
  /** The accessibility statement. */
  readonly accessibility?: string;
}

export interface AnswerPageData {
  readonly project: { readonly slug: string; readonly name: string };
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  readonly locales: readonly Language[];
  readonly mode: "web" | "kiosk" | "preview";
  readonly urls: AnswerUrls;
  /** What the project chose to lie under its maps; a page that was kept long ago knows none. */
  readonly basemap?: BasemapSettings;
  readonly invitation: string | null;
  readonly preview: boolean | string | null;
}

export function readPageData(): AnswerPageData {
  const told = JSON.parse(required("#page-data", HTMLScriptElement).textContent) as AnswerPageData;
  // From the address: the page that is kept for use without network is one for all links that lead to it.
  return { ...told, invitation: new URLSearchParams(location.search).get("k") || null };
}
