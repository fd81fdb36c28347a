/** Where the frozen files of a publication are: the browser asks for each by the address that never changes. */

import type { MapState } from "./state.ts";

export interface Publication {
  /** Address of the version in this language, with its slash. */
  readonly base: string;
  readonly area_sets: readonly string[];
  /** The layers that another area set changes. */
  readonly by_area: readonly string[];
  /** From what a person chooses, `theme=service`, to its name in addresses. */
  readonly filters: Readonly<Record<string, string>>;
  /** The filters that each layer was published with. */
  readonly layers: Readonly<Record<string, readonly string[]>>;
  /** Name of the file of each format. */
  readonly downloads: Readonly<Record<string, string>>;
}

export type Publications = Readonly<Record<string, Publication>>;

const WITHOUT_AREAS = "-";
const WHOLE = "all";

/** The address of what a state shows; null where nothing of the kind was published. */
export function addressOfLayer(publications: Publications, state: MapState): string | null {
  const publication = own(publications, state.survey);
  if (!publication || (state.theme && state.kind)) return null;
  const asked = state.theme ? `theme=${state.theme}` : state.kind ? `kind=${state.kind}` : null;
  const filter = asked === null ? WHOLE : own(publication.filters, asked);
  if (!filter || !own(publication.layers, state.layer)?.includes(filter)) return null;
  const areaSet = publication.by_area.includes(state.layer) ? areaSetOf(publication, state) : WITHOUT_AREAS;
  return areaSet === null ? null : `${publication.base}layers/${state.layer}/${areaSet}/${filter}.json`;
}

/** The address of a file to take away; null where nothing of the kind was published. */
export function addressOfDownload(publications: Publications, state: MapState, format: string): string | null {
  const publication = own(publications, state.survey);
  const name = publication && own(publication.downloads, format);
  const areaSet = publication && areaSetOf(publication, state);
  return name && areaSet ? `${publication.base}download/${areaSet}/${name}` : null;
}

function areaSetOf(publication: Publication, state: MapState): string | null {
  if (!state.areaSet) return publication.area_sets[0] ?? WITHOUT_AREAS;
  return publication.area_sets.includes(state.areaSet) ? state.areaSet : null;
}

/** A value under a key that came from an address; never one that every object inherits. */
function own<V>(values: Readonly<Record<string, V>>, key: string): V | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
