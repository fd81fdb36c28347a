/** On wide screens the table stands beside the map; between, it can be called and put away. */

export function makeTableToggle(page: HTMLElement, button: HTMLButtonElement, changed: () => void): void {
  const wide = window.matchMedia("(min-width: 90rem)");
  const set = (open: boolean): void => {
    page.classList.toggle("shows-table", open);
    button.setAttribute("aria-expanded", String(open));
    changed();
  };
  button.addEventListener("click", () => set(!page.classList.contains("shows-table")));
  wide.addEventListener("change", () => set(wide.matches));
  set(wide.matches);
}
