/** What the page knows from the server: one block of JSON, which the content policy lets stand. */

import type { BasemapSettings } from "../map/basemap.ts";
import type { Bounds } from "../map/coordinates.ts";
import type { PublicLayerName } from "../core/payload.ts";
import type { Publications } from "../core/published.ts";
import type { Strings } from "../core/words.ts";

interface Coded {
  readonly code: string;
  readonly label: string;
}

export interface PageData {
  readonly project: { readonly slug: string; readonly name: string; readonly bounds: Bounds };
  readonly locale: string;
  readonly layers: readonly { readonly name: PublicLayerName; readonly title: string; readonly question: string }[];
  readonly themes: readonly Coded[];
  readonly kinds: readonly Coded[];
  readonly purposes: readonly (Coded & { readonly color: string })[];
  readonly state: {
    readonly layer: PublicLayerName;
    readonly survey: string | null;
    readonly themes: readonly string[];
    readonly kinds: readonly string[];
    readonly area_set: string | null;
  };
  readonly basemap: BasemapSettings;
  /** The published rounds, and where the files of each are. */
  readonly publications: Publications;
  /** What leads to a layer of the current version; `…/<layer>.json` is appended. */
  readonly layers_url: string;
  readonly strings: Strings;
}

export function readPageData(): PageData {
  const block = document.getElementById("page-data");
  return JSON.parse(block?.textContent ?? "null") as PageData;
}
