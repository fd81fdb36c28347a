/**
 * The service worker of the answering pages: they open without network, and nothing private is kept.
 *
 * Kept are the pages' shells with every file they name, the form, the ground and the words. Responses, receipts,
 * pictures and quotas are never touched here. A new version waits until a page says "take over". Where a page of the
 * project is not kept and there is no network, a page of our own says so.
 */

import { clientsClaim } from "workbox-core";
import { cleanupOutdatedCaches, precache } from "workbox-precaching";
import { Route, Router } from "workbox-routing";
import { CacheFirst, NetworkFirst, StaleWhileRevalidate } from "workbox-strategies";
import { PageFiles } from "./answer/page_files.ts";
import { Stays } from "./answer/stays.ts";

/** Names of the built files that the pages load, written in by the build. */
declare const BUILT_FILES: readonly string[];

type Extendable = Event & { waitUntil(work: Promise<unknown>): void };
type ExtendableMessage = MessageEvent & Extendable;
interface WorkerScope {
  readonly registration: { readonly scope: string };
  skipWaiting(): Promise<void>;
  addEventListener(type: "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "message", listener: (event: ExtendableMessage) => void): void;
}
const worker = globalThis as unknown as WorkerScope;

/** Where the project's pages begin: …/p/<project>/ */
const HOME = new URL(worker.registration.scope);
const STATIC = new URL("../../static/", HOME);
const PATIENCE_S = 3;
const PAGES = new Set(["svara", "kvitto", "intervju"].map((page) => HOME.pathname + page));
const FORMS = new Set(["svara/form.json", "intervju/form.json"].map((form) => HOME.pathname + form));
const WORDS = `${HOME.pathname}svara/words/`;
const GROUND = `${HOME.pathname}svara/ground.json`;
/** The page that stands in for those that need network. */
const OFFLINE = `${HOME.pathname}offline`;

const pagesCache = `mentalmap-pages ${HOME.pathname}`;
const dataCache = `mentalmap-data ${HOME.pathname}`;
const fontsCache = `mentalmap-fonts ${HOME.pathname}`;
/** Only these show who was signed in. */
const OF_INTERVIEWERS = `${HOME.pathname}intervju`;
const stays = new Stays(async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname !== OF_INTERVIEWERS && !pathname.startsWith(`${OF_INTERVIEWERS}/`)) return;
  for (const name of [pagesCache, dataCache]) await (await caches.open(name)).delete(request, matchOptions);
});
const files = new PageFiles(`mentalmap-files ${HOME.pathname}`, STATIC);

/** The server's answer differs by language and by who is signed in; the page on this device is one. */
const matchOptions = { ignoreVary: true };

/** Only what the server sent as it is: no error, no way elsewhere. */
const onlyWhole = {
  cacheWillUpdate: async ({ response }: { response: Response }) =>
    response.status === 200 && !response.redirected && response.type === "basic" ? response : null,
};

/**
 * A shell comes with the very files it names or stays out, and the one before stays with its own: a release between
 * the shell and its files, or the next version of this worker, would else leave a page that never begins.
 */
const withItsFiles = {
  cacheWillUpdate: async ({ response }: { response: Response }) =>
    (await onlyWhole.cacheWillUpdate({ response })) && (await files.keep(response.clone())) ? response : null,
};

/** Without network and not kept: say so in our own words. */
const orSayOffline = {
  handlerDidError: async () => offlinePage(),
};

async function offlinePage(): Promise<Response | undefined> {
  return (await caches.open(pagesCache)).match(new URL(OFFLINE, HOME).href, matchOptions);
}

/** One shell per page, whatever link led to it; the table in the library has its own. */
const oneShell = {
  cacheKeyWillBeUsed: async ({ request }: { request: Request }) => shellOf(new URL(request.url)),
};

function shellOf(url: URL): string {
  return url.origin + url.pathname + (url.searchParams.get("kiosk") === "1" ? "?kiosk=1" : "");
}

/**
 * A page that is no longer for this person (withdrawn, or their role was) does not stay. One that leads elsewhere does:
 * whose session ran out still needs it where no network is, and so do all behind a network that asks for a password
 * first. Who signs out takes it away (interview/leaving.ts).
 */
const dropRefused = {
  fetchDidSucceed: async ({ request, response }: { request: Request; response: Response }) => {
    if ([403, 404, 410].includes(response.status)) {
      const cache = await caches.open(pagesCache);
      await cache.delete(shellOf(new URL(request.url)), matchOptions);
    }
    return response;
  },
};

precache(BUILT_FILES.map((name) => ({ url: new URL(name, STATIC).href, revision: null })));
cleanupOutdatedCaches();
clientsClaim();

const router = new Router();
router.addFetchListener();

router.registerRoute(new Route(
  ({ url, sameOrigin }) =>
    sameOrigin && (PAGES.has(url.pathname) || url.pathname === OFFLINE) && !url.searchParams.has("preview"),
  new NetworkFirst({
    cacheName: pagesCache,
    networkTimeoutSeconds: PATIENCE_S,
    matchOptions,
    plugins: [withItsFiles, oneShell, dropRefused, orSayOffline, stays.plugin],
  }),
));

router.registerRoute(new Route(
  ({ request, sameOrigin }) => sameOrigin && request.mode === "navigate",
  async ({ request }) => fetch(request).catch(async () => (await offlinePage()) ?? Response.error()),
));

// The form is asked for first, so that nobody answers a round that was closed yesterday.
router.registerRoute(new Route(
  ({ url, sameOrigin }) => sameOrigin && FORMS.has(url.pathname) && !url.searchParams.has("preview"),
  new NetworkFirst({ cacheName: dataCache, networkTimeoutSeconds: PATIENCE_S, matchOptions, plugins: [onlyWhole, stays.plugin] }),
));

router.registerRoute(new Route(
  ({ url, sameOrigin }) => sameOrigin && (url.pathname === GROUND || url.pathname.startsWith(WORDS)),
  new StaleWhileRevalidate({ cacheName: dataCache, matchOptions, plugins: [onlyWhole] }),
));

// Letters of other scripts are kept once somebody has read them.
router.registerRoute(new Route(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(STATIC.pathname) && url.pathname.endsWith(".woff2"),
  new CacheFirst({ cacheName: fontsCache, matchOptions, plugins: [onlyWhole] }),
));

// Names hold their content's hash, so what lies in any cache is right; even a page of the next version finds its files.
router.registerRoute(new Route(
  ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith(STATIC.pathname),
  async ({ request }) => (await caches.match(request, matchOptions)) ?? fetch(request),
));

worker.addEventListener("activate", (event) => {
  event.waitUntil(caches.open(pagesCache).then((pages) => files.prune(pages)));
});

worker.addEventListener("message", (event) => {
  const told = event.data as { type?: string; urls?: readonly string[] };
  if (told.type === "take over") void worker.skipWaiting();
  if (told.type === "left") event.waitUntil(stays.end().then(() => event.ports[0]?.postMessage("ended")));
  // On a first visit the worker comes after the page: it fetches what the page has loaded without it.
  if (told.type === "keep") event.waitUntil(keep(told.urls ?? [], event));
});

/** Fetch these as if the page had asked for them, so that they are kept in the same way. */
async function keep(urls: readonly string[], event: ExtendableMessage): Promise<void> {
  const fetched = urls.map((url) => router.handleRequest({ request: new Request(url), event }));
  await Promise.allSettled(fetched.filter((one) => one !== undefined));
}
