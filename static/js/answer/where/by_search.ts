/** Searching a place by its name: one field, and what is found while one types. */

import { element, isolated } from "../../ui/elements.ts";
import { searchPlainly, type Found, type Search } from "./finding.ts";
import { spotOf } from "./spots.ts";
import type { WayContext, WayPanel } from "./ways.ts";

const MOST_SHOWN = 8;
const QUIET_MS = 500;
let made = 0;

export function askBySearch({ form, words, locale, announce, give, turnTo }: WayContext): WayPanel {
  const id = `where-search-${(made += 1)}`;
  const field = element("input", {
    type: "text", id, class: "where-field", role: "combobox", inputmode: "search", enterkeyhint: "done", maxlength: "100",
    autocomplete: "off", autocapitalize: "words", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false",
    "aria-controls": `${id}-found`, "aria-describedby": `${id}-help`,
  });
  const list = element("ul", { id: `${id}-found`, class: "where-found", role: "listbox", "aria-label": words("where_found_label") });
  const nothing = element("div", { class: "where-nothing", hidden: "" });
  const node = element(
    "div",
    { class: "where-panel" },
    element("label", { for: id, class: "where-label" }, words("where_search_label")),
    element("p", { id: `${id}-help`, class: "where-help" }, words("where_search_help")),
    field,
    list,
    nothing,
  );
  let search: Search | null = null;
  let found: readonly Found[] = [];
  /** The option that the arrows have reached; -1 while nobody has used them, and then Enter takes the first. */
  let active = -1;
  /** Enter was pressed before the search had come: what is found first is taken as soon as it has. */
  let entered = false;
  let quiet: ReturnType<typeof setTimeout> | undefined;

  const load = async (): Promise<void> => {
    try {
      const { searchPlaces } = await import("./searching.ts");
      search = searchPlaces(form);
    } catch {
      // No network for it: names as they are written can still be found, and a later opening tries again.
      search = searchPlainly(form);
      loading = null;
    }
    show();
    if (entered) choose(found[0]);
    entered = false;
  };
  let loading: Promise<void> | null = null;

  const choose = (one: Found | undefined): void => {
    if (one) give(spotOf(one, "search"));
  };
  const mark = (): void => {
    for (const [index, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(index === active));
    const option = list.children[active];
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const show = (): void => {
    const text = field.value.trim();
    found = search?.(text, MOST_SHOWN) ?? [];
    active = -1;
    field.setAttribute("aria-expanded", String(found.length > 0));
    list.replaceChildren(
      ...found.map((one, index) => {
        const option = element(
          "li",
          { id: `${id}-${index}`, role: "option", class: "where-option", "aria-selected": "false" },
          element("span", { class: "where-option-name" }, isolated(one.name)),
          element("span", { class: "where-option-about" }, aboutFound(one)),
        );
        option.addEventListener("click", () => choose(one));
        return option;
      }),
    );
    mark();
    const none = text.length > 1 && search !== null && found.length === 0;
    nothing.hidden = !none;
    nothing.replaceChildren(...(none ? nothingFound(text) : []));
    clearTimeout(quiet);
    if (text !== "" && search !== null) {
      const told = none ? words("where_nothing", { name: text }) : words.count("where_found", found.length, found.length.toLocaleString(locale));
      quiet = setTimeout(() => announce(told), QUIET_MS);
    }
  };
  const aboutFound = (one: Found): string => {
    const where = one.kind === "area" ? words("where_whole_area") : one.area ? words("where_in", { area: one.area }) : "";
    const called = one.alias ? words("where_also_called", { name: one.alias }) : "";
    return [called, where].filter(Boolean).join(" · ");
  };
  const nothingFound = (text: string): HTMLElement[] => {
    const other = (way: "list" | "words", key: string): HTMLElement => {
      const button = element("button", { type: "button", class: "button" }, words(key));
      button.addEventListener("click", () => turnTo(way));
      return button;
    };
    return [
      element("p", {}, words("where_nothing", { name: text })),
      element("div", { class: "where-row" }, other("list", "where_try_list"), other("words", "where_try_words")),
    ];
  };

  field.addEventListener("input", () => {
    entered = false;
    show();
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      entered = search === null;
      choose(found[Math.max(0, active)]);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && found.length > 0) {
      event.preventDefault();
      active = event.key === "ArrowDown" ? (active + 1) % found.length : (active > 0 ? active : found.length) - 1;
      mark();
    } else if (event.key === "Escape" && field.value !== "") {
      event.preventDefault();
      field.value = "";
      show();
    }
  });
  return {
    node,
    opened: () => {
      loading ??= load();
      field.focus({ preventScroll: true });
      // What is written is seen and so is what is found, however little of the sheet there is.
      node.scrollIntoView({ block: "start" });
    },
    closed: () => {
      entered = false;
      clearTimeout(quiet);
    },
    written: () => [field.value],
    resume: ([text = ""]) => {
      field.value = text;
      show();
    },
    renewed: () => {
      field.value = "";
      show();
    },
  };
}
