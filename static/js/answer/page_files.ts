/** The built files that a kept page names, and what those name in turn: they are kept with it, or it is not kept. */

/** Names of built files hold their content's hash, so that a file which lies here is the one that was meant. */
const BUILT_NAME = /[\w.-]+-[0-9A-Z]{8}\.(?:js|css|svg)(?![\w-])/g;

export class PageFiles {
  readonly #cacheName: string;
  readonly #home: URL;

  /** `home` is the folder where built files are served. */
  constructor(cacheName: string, home: URL) {
    this.#cacheName = cacheName;
    this.#home = home;
  }

  /** Keep everything that a page needs; false where one file cannot be had, as in the middle of a release. */
  async keep(page: Response): Promise<boolean> {
    const cache = await caches.open(this.#cacheName);
    const seen = new Set<string>();
    const visit = async (text: string): Promise<boolean> => {
      const named = namedIn(text).filter((name) => !seen.has(name));
      for (const name of named) seen.add(name);
      const kept = await Promise.all(named.map(async (name) => {
        const url = new URL(name, this.#home).href;
        const file = (await caches.match(url, { ignoreVary: true })) ?? (await fetch(url));
        if (file.status !== 200) return false;
        await cache.put(url, file.clone());
        return !name.endsWith(".js") || visit(await file.text());
      }));
      return kept.every(Boolean);
    };
    try {
      return await visit(await page.text());
    } catch {
      return false; // out of reach, or no room
    }
  }

  /** Let go of what none of the kept pages names any more. */
  async prune(pages: Cache): Promise<void> {
    const cache = await caches.open(this.#cacheName);
    const needed = new Set<string>();
    const visit = async (text: string): Promise<void> => {
      const named = namedIn(text).map((name) => new URL(name, this.#home).href).filter((url) => !needed.has(url));
      for (const url of named) needed.add(url);
      await Promise.all(named.filter((url) => url.endsWith(".js")).map(async (url) => {
        const file = await cache.match(url, { ignoreVary: true });
        if (file) await visit(await file.text());
      }));
    };
    for (const page of await pages.matchAll()) await visit(await page.text());
    for (const { url } of await cache.keys()) if (!needed.has(url)) await cache.delete(url, { ignoreVary: true });
  }
}

function namedIn(text: string): string[] {
  return [...new Set(text.match(BUILT_NAME))];
}
