/** Fetch layers: one request at a time, answers kept for going back. */

import { addressOfLayer, type Publications } from "../core/published.ts";
import { formatFilters, type MapState } from "../core/state.ts";
import { withoutEmptyGeometry, type LayerPayload, type OutlinePayload } from "../core/payload.ts";

const KEPT = 20;

/** The server said no, in words of its own where it had any. */
export class LayerRefused extends Error {
  readonly said: string | null;
  constructor(said: string | null) {
    super(said ?? "the server refused the layer");
    this.said = said;
  }
}

export class LayerSource {
  private readonly baseUrl: string;
  private readonly publications: Publications;
  private readonly kept = new Map<string, LayerPayload>();
  private running: AbortController | null = null;

  constructor(baseUrl: string, publications: Publications) {
    this.baseUrl = baseUrl;
    this.publications = publications;
  }

  /** Fetch the layer of a state; null when a later call overtook this one. */
  async fetch(state: MapState): Promise<LayerPayload | null> {
    this.running?.abort();
    const current = this.currentUrl(state);
    const frozen = addressOfLayer(this.publications, state);
    const url = frozen ?? current;
    const known = this.kept.get(url);
    if (known) return known;
    const controller = new AbortController();
    this.running = controller;
    try {
      const options = { signal: controller.signal, headers: { Accept: "application/json" } };
      let response = await fetch(url, options);
      // The version this page was made with may have been withdrawn; the server knows the current one.
      if (frozen !== null && response.status === 404) response = await fetch(current, options);
      if (!response.ok) throw new LayerRefused(await problemOf(response));
      const payload = withoutEmptyGeometry((await response.json()) as LayerPayload);
      if (controller.signal.aborted) return null;
      this.remember(url, payload);
      return payload;
    } catch (problem) {
      if (controller.signal.aborted) return null;
      throw problem;
    }
  }

  /** The address that leads to the version that is current, or says in words what is not published. */
  private currentUrl(state: MapState): string {
    const filters = formatFilters(state);
    return `${this.baseUrl}${state.layer}.json${filters ? `?${filters}` : ""}`;
  }

  private remember(url: string, payload: LayerPayload): void {
    this.kept.delete(url);
    this.kept.set(url, payload);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
  }
}

/** Fetch the built-in outline; null when it cannot be had, for a map without ground is still a map. */
export async function fetchOutline(url: string): Promise<OutlinePayload | null> {
  try {
    const response = await fetch(url);
    return response.ok ? ((await response.json()) as OutlinePayload) : null;
  } catch {
    return null;
  }
}

/** The sentence of a problem+json answer (RFC 9457), if it is one. */
async function problemOf(response: Response): Promise<string | null> {
  if (!response.headers.get("Content-Type")?.includes("problem+json")) return null;
  const problem: unknown = await response.json().catch(() => null);
  if (typeof problem !== "object" || problem === null) return null;
  const { title, detail } = problem as { title?: unknown; detail?: unknown };
  return [title, detail].filter((part): part is string => typeof part === "string" && part !== "").join(" ") || null;
}
