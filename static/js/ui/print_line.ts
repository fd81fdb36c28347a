/** What paper must say by itself: which round, which choices, and the day it was printed. */

export function keepPrintLine(form: HTMLFormElement, locale: string): void {
  const write = (): void => {
    const label = (name: string): string => {
      const control = form.elements.namedItem(name);
      if (!(control instanceof HTMLSelectElement) || control.value === "") return "";
      return control.selectedOptions[0]?.textContent?.trim() ?? "";
    };
    put("survey", label("survey"));
    const kind = form.querySelector<HTMLElement>("[data-filter=kind]")?.hidden ? "" : label("kind");
    put("filters", [label("theme"), kind].filter(Boolean).map((text) => ` · ${text}`).join(""), true);
    put("date", new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date()));
  };
  form.addEventListener("change", write);
  window.addEventListener("beforeprint", write);
  write();
}

/** Put a text in its place; a round that cannot be chosen was written by the server. */
function put(name: string, text: string, mayBeEmpty = false): void {
  const place = document.querySelector(`[data-print=${name}]`);
  if (place && (text !== "" || mayBeEmpty)) place.textContent = text;
}
