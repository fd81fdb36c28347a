/** Describing in words where something is, and in which area. */

import { cleaned, guessArea } from "../../core/where.ts";
import { element } from "../../ui/elements.ts";
import { nameIn } from "./finding.ts";
import type { WayContext, WayPanel } from "./ways.ts";

let made = 0;

export function askByWords({ form, words, locale, announce, give }: WayContext): WayPanel {
  const id = `where-words-${(made += 1)}`;
  const text = element("textarea", {
    id, class: "where-field where-text", rows: "3", dir: "auto", maxlength: String(form.limits.words), "aria-describedby": `${id}-help`,
  });
  const offer = element("div", { class: "where-offer" });
  const order = new Intl.Collator(locale === "sv-easy" ? "sv" : locale);
  const choice = element(
    "select",
    { id: `${id}-area` },
    element("option", { value: "" }, words("where_choose_area")),
    ...[...form.areas].sort((one, other) => order.compare(one.name, other.name)).map(({ code, name }) => element("option", { value: code }, name)),
  );
  const fault = element("p", { class: "where-told is-fault", id: `${id}-fault`, role: "alert" });
  const use = element("button", { type: "button", class: "button button-primary where-primary" }, words("where_use_words"));
  const node = element(
    "div",
    { class: "where-panel" },
    element("label", { for: id, class: "where-label" }, words("where_words_label")),
    element("p", { id: `${id}-help`, class: "where-help" }, words("where_words_help")),
    text,
    element("label", { for: `${id}-area`, class: "where-label" }, words("where_words_area")),
    offer,
    choice,
    fault,
    use,
  );
  let offered: string | null = null;

  const offerGuess = (): void => {
    const guess = guessArea(text.value, form);
    if (guess === offered) return;
    offered = guess;
    const name = nameIn(form, guess);
    if (guess === null || name === null || choice.value === guess) return offer.replaceChildren();
    const yes = element("button", { type: "button", class: "button" }, words("where_yes_area", { area: name }));
    yes.addEventListener("click", () => {
      choice.value = guess;
      offer.replaceChildren();
      use.focus();
    });
    const question = words("where_is_it_in", { area: name });
    offer.replaceChildren(element("p", {}, question), yes);
    announce(question);
  };
  const refuse = (key: string, at: HTMLElement): void => {
    fault.textContent = words(key);
    at.setAttribute("aria-invalid", "true");
    at.setAttribute("aria-errormessage", fault.id);
    at.focus();
  };
  const calm = (): void => {
    fault.textContent = "";
    for (const field of [text, choice]) field.removeAttribute("aria-invalid");
  };
  text.addEventListener("input", () => {
    calm();
    offerGuess();
  });
  choice.addEventListener("change", () => {
    calm();
    offer.replaceChildren();
    offered = null;
  });
  use.addEventListener("click", () => {
    const said = cleaned(text.value);
    if (said === "") return refuse("where_words_missing", text);
    const area = form.areas.find(({ code }) => code === choice.value);
    if (!area) return refuse("where_area_missing", choice);
    give({ by: "words", at: area.point, name: said, area: area.code, words: said, precision: "village" });
  });
  return {
    node,
    written: () => [text.value, choice.value],
    resume: ([said = "", area = ""]) => {
      [text.value, choice.value] = [said, area];
      offerGuess();
    },
    renewed: () => {
      text.value = "";
      choice.value = "";
      offered = null;
      offer.replaceChildren();
      calm();
    },
  };
}
