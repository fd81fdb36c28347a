/** Choose an area: a list of large rows, and a box that makes the list shorter as one types. */

import type { Area } from "../core/form.ts";
import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import { rows } from "./rows.ts";

export interface AreaListSetting {
  readonly name: string;
  readonly legend: string;
  readonly areas: readonly Area[];
  readonly words: Words;
  /** A row for not saying it, as large as the others; left out where there is nothing to refuse. */
  readonly unsaid?: string;
  /** Code of the chosen area, "" for unsaid, null for nothing chosen yet. */
  readonly chosen: string | null;
  readonly onChange: (code: string) => void;
}

/** From how many areas on a box to search stands above them. */
const MANY = 8;
let made = 0;

export function areaList(setting: AreaListSetting): HTMLElement {
  const { words, unsaid } = setting;
  const byName = [...setting.areas].sort((one, other) => one.name.localeCompare(other.name, "sv"));
  const list = rows({
    name: setting.name,
    legend: setting.legend,
    rows: [
      ...byName.map(({ code, name }) => ({ value: code, label: name })),
      ...(unsaid === undefined ? [] : [{ value: "", label: unsaid }]),
    ],
    chosen: setting.chosen === null ? [] : [setting.chosen],
    onChange: ([code]) => setting.onChange(code ?? ""),
  });
  if (byName.length <= MANY) return list;

  list.classList.add("rows-scrolling");
  const id = `area-filter-${++made}`;
  const box = element("input", { type: "search", id, autocomplete: "off", class: "search-box", enterkeyhint: "search" });
  const said = element("p", { class: "hint", role: "status" });
  const choices = [...list.querySelectorAll("label")];
  box.addEventListener("input", () => {
    const wanted = plain(box.value);
    let n = 0;
    for (const choice of choices) {
      const isUnsaid = choice.querySelector("input")?.value === "";
      choice.hidden = !isUnsaid && !plain(choice.textContent ?? "").includes(wanted);
      if (!choice.hidden && !isUnsaid) n += 1;
    }
    said.textContent = wanted ? words.count("flow_areas_found", n, String(n)) : "";
  });
  const label = element("label", { for: id, class: "hint" }, words("flow_find_area"));
  const [legend] = list.getElementsByTagName("legend");
  legend?.after(label, box, said);
  const scrolled = element("div", { class: unsaid === undefined ? "rows-box" : "rows-box is-low" }, ...choices);
  list.append(scrolled);
  // Scrolled so that what is chosen is seen without looking for it.
  requestAnimationFrame(() => {
    const chosen = list.querySelector<HTMLElement>("label:has(:checked)");
    if (chosen) scrolled.scrollTop = chosen.offsetTop - scrolled.offsetTop - 60;
  });
  return list;
}

/** Letters without case and accents: "Ångermanland" is found by "anger". */
function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}
