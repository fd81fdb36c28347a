/** Where the table stands: on wide screens beside the map; narrower, it can be called and put away. */

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

/** On phones the table stands in the sheet, after the words; else in its own column. */
export function placeTable(table: HTMLElement, sheet: HTMLElement, page: HTMLElement): void {
  const phone = window.matchMedia("(max-width: 47.99rem)");
  const place = (): void => (phone.matches ? sheet : page).append(table);
  phone.addEventListener("change", place);
  place();
}
