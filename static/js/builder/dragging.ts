/** Move a row of a list by pointer; the same can be done with the row's buttons. */

export interface Dragging {
  /** The rows that can be moved, in order. */
  readonly rows: () => readonly HTMLElement[];
  readonly onDrop: (from: number, to: number) => void;
}

/** Let a handle move its row. Escape and a lost pointer leave everything as it was. */
export function letDrag(handle: HTMLElement, row: HTMLElement, dragging: Dragging): void {
  handle.addEventListener("pointerdown", (start) => {
    if (start.button !== 0) return;
    start.preventDefault();
    handle.setPointerCapture(start.pointerId);
    const rows = dragging.rows();
    const from = rows.indexOf(row);
    const middles = rows.map((one) => one.getBoundingClientRect()).map(({ top, height }) => top + height / 2);
    const scrolled = scrollY;
    let to = from;
    row.classList.add("is-dragged");
    const move = (event: PointerEvent): void => {
      const y = event.clientY + scrollY - scrolled;
      row.style.setProperty("--dragged", `${y - start.clientY}px`);
      to = middles.filter((middle, at) => at !== from && middle < y).length;
      rows.forEach((one, at) => {
        const place = at > from ? at - 1 : at;
        one.classList.toggle("is-before-drop", at !== from && place === to);
        one.classList.toggle("is-after-drop", at !== from && to === rows.length - 1 && place === to - 1);
      });
    };
    const end = (drops: boolean): void => {
      stop.abort();
      row.classList.remove("is-dragged");
      row.style.removeProperty("--dragged");
      for (const one of rows) one.classList.remove("is-before-drop", "is-after-drop");
      if (drops && to !== from) dragging.onDrop(from, to);
    };
    const stop = new AbortController();
    const { signal } = stop;
    handle.addEventListener("pointermove", move, { signal });
    handle.addEventListener("pointerup", () => end(true), { signal });
    handle.addEventListener("pointercancel", () => end(false), { signal });
    addEventListener("keydown", (event) => event.key === "Escape" && end(false), { signal });
  });
}
