/** What somebody may say about themselves; not saying it is a row like any other. */

import type { Draft } from "../core/draft.ts";
import { unsaid, withBackground } from "../core/flow.ts";
import { textIn, type Area, type BackgroundField, type Form } from "../core/form.ts";
import type { Words } from "../core/words.ts";
import { element, isolated } from "../ui/elements.ts";
import { areaList } from "./area_list.ts";
import { quiet } from "./frame.ts";
import { rows } from "./rows.ts";

export interface BackgroundSetting {
  readonly form: Form;
  readonly draft: () => Draft;
  readonly locale: string;
  readonly words: Words;
  readonly onChange: (draft: Draft) => void;
}

/** One group of rows for each thing that the questionnaire asks about the person. */
export function backgroundFields(setting: BackgroundSetting): HTMLElement[] {
  return (setting.form.questionnaire?.background ?? []).map((field) => fieldOf(field, setting));
}

function fieldOf(field: BackgroundField, { form, draft, locale, words, onChange }: BackgroundSetting): HTMLElement {
  const now = draft();
  const chosen = now.background[field] ?? (now.skipped.includes(unsaid(field)) ? "" : null);
  const tell = (value: string | undefined): void => onChange(withBackground(draft(), field, value || null));
  const legend = words(`flow_${field}`);
  const notSaid = words("flow_unsaid");
  if (field === "home_area") {
    const ask = (): HTMLElement =>
      areaList({ name: "background-home_area", legend, areas: form.areas, words, unsaid: notSaid, chosen, onChange: tell });
    const home = form.areas.find(({ code }) => code === chosen);
    return home ? knownHome(home, legend, words, ask) : ask();
  }
  const choices = {
    age_band: form.age_bands.map((band) => ({ value: band, label: words("flow_years", { band: band.replace("-", "–") }) })),
    gender: (["woman", "man", "other"] as const).map((gender) => ({ value: gender, label: words(`flow_gender_${gender}`) })),
    group: form.groups.map(({ code, label }) => ({ value: code, label: textIn(label, locale) })),
  }[field];
  return rows({
    name: `background-${field}`,
    legend,
    rows: [...choices, { value: "", label: notSaid }],
    chosen: chosen === null ? [] : [chosen],
    onChange: ([value]) => tell(value),
  });
}

/** Who has said already where they live is shown it, and need not look through the list again. */
function knownHome(home: Area, legend: string, words: Words, ask: () => HTMLElement): HTMLElement {
  const group = element("div", { role: "group", "aria-label": legend });
  const change = quiet(words("flow_other_area"), () => {
    const list = ask();
    group.replaceWith(list);
    list.querySelector("input")?.focus();
  });
  group.append(
    element("p", { class: "group-legend", "aria-hidden": "true" }, legend),
    element("p", { class: "chosen-area" }, element("strong", {}, isolated(home.name)), change),
  );
  return group;
}
