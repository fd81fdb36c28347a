/** What the builder knows from the server: one block of JSON, which the content policy lets stand. */

import type { BuilderDraft } from "../core/builder_draft.ts";
import type { Strings } from "../core/words.ts";

export interface Language {
  readonly code: string;
  readonly name: string;
  readonly dir: "ltr" | "rtl";
}

export interface BuilderData {
  readonly project: { readonly slug: string; readonly name: string };
  readonly survey: { readonly slug: string; readonly name: string; readonly is_open: boolean };
  readonly locale: string;
  /** The language in which everything must stand before it is published. */
  readonly main_locale: string;
  readonly languages: readonly Language[];
  readonly templates: readonly string[];
  readonly urls: {
    readonly draft: string;
    readonly publish: string;
    /** With {name}. */
    readonly template: string;
    readonly import: string;
    readonly preview: string;
  };
  readonly draft?: BuilderDraft;
  readonly strings: Strings;
}

export function readBuilderData(): BuilderData {
  return JSON.parse(document.getElementById("page-data")?.textContent ?? "null") as BuilderData;
}
