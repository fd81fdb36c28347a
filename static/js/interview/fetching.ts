/** Data of the page, from the server or from what the worker kept. */

export async function fetchJson<Payload>(url: string): Promise<Payload | null> {
  try {
    const response = await fetch(url);
    return response.ok ? ((await response.json()) as Payload) : null;
  } catch {
    return null; // no network, and nothing kept
  }
}
