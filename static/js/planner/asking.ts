/** Asking the server: the last question of each kind wins, and answers are kept for going back. */

const KEPT = 24;

/** The server said no, in words of its own where it had any. */
export class Refused extends Error {
  readonly said: string | null;
  readonly status: number;
  constructor(status: number, said: string | null) {
    super(said ?? `the server answered ${status}`);
    this.status = status;
    this.said = said;
  }
}

/** One kind of question, such as the layer of a column: a new one ends the one before. */
export class Asking<Answer> {
  private readonly kept = new Map<string, Answer>();
  private readonly read: (answer: Answer) => Answer;
  private running: AbortController | null = null;

  constructor(read: (answer: Answer) => Answer = (answer) => answer) {
    this.read = read;
  }

  /** Ask for JSON; null when a later question overtook this one. */
  async ask(url: string): Promise<Answer | null> {
    this.running?.abort();
    const known = this.kept.get(url);
    if (known !== undefined) return known;
    const controller = new AbortController();
    this.running = controller;
    try {
      const answer = this.read((await askJson(url, { signal: controller.signal })) as Answer);
      if (controller.signal.aborted) return null;
      this.keep(url, answer);
      return answer;
    } catch (problem) {
      if (controller.signal.aborted) return null;
      throw problem;
    }
  }

  /** Nobody waits for the answer any more. */
  leave(): void {
    this.running?.abort();
  }

  private keep(url: string, answer: Answer): void {
    this.kept.set(url, answer);
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= KEPT) break;
      this.kept.delete(oldest);
    }
  }
}

/** Send a request and read its JSON; null where there is none. */
export async function askJson(url: string, options: RequestInit = {}): Promise<unknown> {
  const response = await fetch(url, {
    ...options,
    // In the language that is read here, also when the cookie that remembers it is gone.
    headers: { Accept: "application/json", "Accept-Language": document.documentElement.lang, ...(options.headers as Record<string, string> | undefined) },
  });
  if (!response.ok) throw new Refused(response.status, await problemOf(response));
  return response.status === 204 ? null : ((await response.json()) as unknown);
}

/** Put a query behind an address. */
export function withQuery(url: string, query: string): string {
  return query ? `${url}${url.includes("?") ? "&" : "?"}${query}` : url;
}

/** The sentences of a problem+json answer (RFC 9457), if it is one. */
async function problemOf(response: Response): Promise<string | null> {
  if (!response.headers.get("Content-Type")?.includes("problem+json")) return null;
  const problem: unknown = await response.json().catch(() => null);
  if (typeof problem !== "object" || problem === null) return null;
  const { title, detail, remedy } = problem as Record<string, unknown>;
  return [detail ?? title, remedy].filter((part): part is string => typeof part === "string" && part !== "").join(" ") || null;
}
