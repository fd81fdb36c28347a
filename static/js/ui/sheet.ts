/** The panel as a sheet on phones: it rests low, and one button or a drag lifts it over the map. */

const DRAG_PX = 40;

export interface Sheet {
  /** Let the sheet down, so that the map can be seen; without effect where the panel is no sheet. */
  readonly close: () => void;
}

export function makeSheet(panel: HTMLElement, handle: HTMLButtonElement): Sheet {
  const set = (open: boolean): void => {
    panel.classList.toggle("is-open", open);
    handle.setAttribute("aria-expanded", String(open));
    if (!open && handle.offsetParent !== null) panel.scrollTop = 0;
  };
  let start: number | null = null;
  let dragged = false;
  handle.addEventListener("pointerdown", (event) => {
    start = event.clientY;
    dragged = false;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (start === null || Math.abs(event.clientY - start) < DRAG_PX) return;
    set(event.clientY < start);
    dragged = true;
    start = null;
  });
  handle.addEventListener("pointerup", () => {
    start = null;
  });
  handle.addEventListener("click", () => {
    // A drag has already decided; its click must not undo it.
    if (!dragged) set(!panel.classList.contains("is-open"));
    dragged = false;
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.classList.contains("is-open")) {
      set(false);
      handle.focus();
    }
  });
  return { close: () => set(false) };
}
