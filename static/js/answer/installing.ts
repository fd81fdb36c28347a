/** Makes the page an app: a worker that keeps it for use without network, and storage that stays. */

export interface Installing {
  /** Address of the worker's script. */
  readonly worker: string;
  /** What this page needs next time: itself, its form, its ground, its words. */
  readonly keep: readonly string[];
  /** Nobody is in the middle of something, so that the page may be loaded anew without being asked. */
  readonly mayUpdate: () => boolean;
  /** A new version is ready; `apply` loads the page anew with it. */
  readonly onNewVersion: (apply: () => void) => void;
}

/** Register the worker. Called when the page is ready, so that nothing competes with what the person waits for. */
export async function install({ worker, keep, mayUpdate, onNewVersion }: Installing): Promise<void> {
  // Only on https and on this machine's own address; elsewhere the page works without.
  if (!("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(worker, { updateViaCache: "none" });
    const tell = (waiting: ServiceWorker): void => {
      const apply = (): void => applyUpdate(waiting);
      if (mayUpdate()) apply();
      else onNewVersion(apply);
    };
    // Without a controller this is the first visit, and what is installed is what runs.
    if (registration.waiting && navigator.serviceWorker.controller) tell(registration.waiting);
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => {
        if (coming.state === "installed" && navigator.serviceWorker.controller) tell(coming);
      });
    });
    const ready = await navigator.serviceWorker.ready;
    const offline = `${worker.replace(/worker\.js$/, "offline")}?lang=${document.documentElement.lang}`;
    ready.active?.postMessage({ type: "keep", urls: [...keep, offline].map((url) => new URL(url, location.href).href) });
  } catch (error) {
    console.warn("the page cannot be kept for use without network:", error);
  }
}

function applyUpdate(waiting: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  waiting.postMessage({ type: "take over" });
}

/** Ask the browser not to throw away what is kept here when it needs room. */
export async function keepForGood(): Promise<void> {
  try {
    if (!(await navigator.storage.persisted())) await navigator.storage.persist();
  } catch {
    // Not on https, or an old browser: what is kept stays as long as there is room.
  }
}
