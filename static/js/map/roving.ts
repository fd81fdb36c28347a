/**
 * Symbols by keyboard: the whole layer is one tab stop, arrows go from symbol to symbol in the order of reading.
 *
 * The table is the straight way to a feature by its name; this is the way for whoever stands on the map already.
 */

export interface RovingListeners {
  readonly focus: (id: string | null) => void;
  readonly choose: (id: string) => void;
}

/** So many symbols are not measured each time that they are drawn, only once somebody walks among them. */
const MEASURED_AT_ONCE = 200;

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class Roving {
  private readonly node: SVGSVGElement;
  private readonly listeners: RovingListeners;
  private current: string | null = null;
  private focused = false;

  constructor(node: SVGSVGElement, listeners: RovingListeners) {
    this.node = node;
    this.listeners = listeners;
    node.addEventListener("focusin", (event) => this.enter(idOf(event.target)));
    node.addEventListener("focusout", () => this.leave());
    node.addEventListener("keydown", (event) => this.press(event));
  }

  /** The symbols were drawn anew: give one of them the tab stop, and the focus back if it had it. */
  refresh(): void {
    const drawn = [...this.node.querySelectorAll<SVGGElement>("[data-id]")];
    const groups = drawn.length > MEASURED_AT_ONCE ? drawn : this.groups();
    const stop = groups.find((group) => idOf(group) === this.current) ?? groups[0];
    for (const group of groups) group.setAttribute("tabindex", group === stop ? "0" : "-1");
    if (this.focused && document.activeElement === document.body) stop?.focus({ preventScroll: true });
  }

  private enter(id: string | null): void {
    this.current = id;
    this.focused = true;
    for (const group of this.node.querySelectorAll("[data-id]")) {
      group.setAttribute("tabindex", idOf(group) === id ? "0" : "-1");
    }
    this.listeners.focus(id);
  }

  private leave(): void {
    // A redraw takes the focused symbol away; that is not leaving.
    queueMicrotask(() => {
      this.focused = this.node.contains(document.activeElement);
      if (!this.focused) this.listeners.focus(null);
    });
  }

  private press(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step !== undefined) {
      const groups = this.groups();
      const here = groups.findIndex((group) => idOf(group) === this.current);
      groups[(here + step + groups.length) % groups.length]?.focus({ preventScroll: true });
    } else if ((event.key === "Enter" || event.key === " ") && this.current !== null) {
      this.listeners.choose(this.current);
    } else {
      return;
    }
    // Leaflet would move the map with the same keys.
    event.preventDefault();
    event.stopPropagation();
  }

  /** North-west first, as one reads. */
  private groups(): SVGGElement[] {
    const groups = [...this.node.querySelectorAll<SVGGElement>("[data-id]")];
    const place = new Map(groups.map((group) => [group, group.getBBox()]));
    return groups.sort((one, other) => {
      const [a, b] = [place.get(one)!, place.get(other)!];
      return Math.round((a.y - b.y) / 40) || a.x - b.x;
    });
  }
}

function idOf(target: EventTarget | null): string | null {
  return target instanceof Element ? (target.closest("[data-id]")?.getAttribute("data-id") ?? null) : null;
}
