/** Who taps twice wants one step: the second tap does not land on what has come to stand there meanwhile. */

/** Longer than the taps of a slow hand are apart, shorter than it takes to read the next screen. */
const TWICE_WITHIN_MS = 500;
/** Further apart than a finger that shakes. */
const SAME_SPOT_PX = 40;
const CONTROLS = "button, a[href], label, input, select, textarea, summary, [role=option], [role=tab]";

interface Press {
  readonly control: Element;
  readonly at: number;
  readonly x: number;
  readonly y: number;
}

/** From now on a second tap at the same spot does nothing if what was tapped first has gone. */
export function takeOneStepPerTap(host: Document): void {
  let before: Press | null = null;
  let kind = "";
  host.addEventListener("pointerdown", (event) => (kind = event.pointerType), { capture: true });
  host.addEventListener("click", (event) => {
    // A key presses what has the focus, and a label what belongs to it: neither is a second tap.
    if (!event.isTrusted || event.detail === 0 || !(event.target instanceof Element)) return;
    const press = { at: event.timeStamp, x: event.clientX, y: event.clientY };
    // A mouse counts its double clicks itself, at the pace that its owner has chosen.
    const isQuick = kind === "mouse" ? event.detail > 1 : before !== null && press.at - before.at < TWICE_WITHIN_MS;
    if (before && isQuick && isGone(before.control) && Math.hypot(press.x - before.x, press.y - before.y) < SAME_SPOT_PX) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    const control = event.target.closest(CONTROLS);
    before = control && { control, ...press };
  }, { capture: true });
}

function isGone(control: Element): boolean {
  return !control.isConnected || control.getClientRects().length === 0;
}
