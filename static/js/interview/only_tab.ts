/** One tab holds the conversation: two would write over each other, and send it twice. */

const PATIENCE_MS = 800;

/** Resolves when this tab holds the conversation; `onWait` is called where another tab does. It is held until the tab goes. */
export function becomeOnlyTab(project: string, onWait: () => void): Promise<void> {
  if (!("locks" in navigator)) return Promise.resolve(); // only on https
  return new Promise((holds) => {
    // A page that was just loaded anew lets go a moment later than the new one asks.
    const waiting = setTimeout(onWait, PATIENCE_MS);
    void navigator.locks.request(`mentalmap.interview.${project}`, () => {
      clearTimeout(waiting);
      holds();
      return new Promise<never>(() => undefined);
    });
  });
}
