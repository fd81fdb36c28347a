/** The mark that is spoken about: what else is asked about it, and the quote, one tap away. */

import { face } from "../answer/faces.ts";
import type { Mark } from "../core/draft.ts";
import { textIn, type Coded } from "../core/form.ts";
import { aspectsOf, isSaying, latestQuotable, offeredSayings } from "../core/interview.ts";
import { feelingKey, placeInWords, VALENCES } from "../core/marks.ts";
import { cleaned } from "../core/where.ts";
import { element, isolated } from "../ui/elements.ts";
import { tapButton, tapRow, type Scene } from "./scene.ts";

const FEW_SAYINGS = 6;

/** What was told for the questions of this step, the latest spoken about; each can be taken away again. */
export function toldMarks(scene: Scene, keys: readonly string[]): HTMLElement | null {
  const { conversation, form, words } = scene;
  const marks = conversation.draft.marks.filter(({ question }) => keys.includes(question));
  if (!marks.length) return null;
  const list = element("ul", { class: "told", "aria-label": words("interview_told") });
  for (const mark of marks) {
    const name = placeInWords(mark, form, words, scene.locale);
    const number = String(conversation.draft.marks.indexOf(mark) + 1);
    list.append(element("li", {},
      tapButton({
        text: element("span", {}, element("b", {}, number), " ", isolated(name)),
        press: () => conversation.choose(mark.id),
        pressed: mark.id === conversation.chosen,
        kind: "told-name",
        id: `told-${mark.id}`,
      }),
      tapButton({
        text: "×",
        press: () => conversation.remove(mark.id),
        name: words("interview_remove", { place: name }),
        kind: "told-remove",
      })));
  }
  return list;
}

/** What is asked about the mark that is spoken about, as rows of one tap. */
export function aspectRows(scene: Scene): HTMLElement[] {
  const { conversation, form, words } = scene;
  const mark = conversation.draft.marks.find(({ id }) => id === conversation.chosen);
  if (!mark) return [];
  const kind = form.questionnaire?.questions.find(({ key }) => key === mark.question)?.kind;
  return aspectsOf(form, mark).flatMap((aspect): HTMLElement[] => {
    switch (aspect) {
      case "nature":
        return [tapRow(words("interview_nature"), "tap-two", ...(["physical", "emotional"] as const).map((nature) =>
          tapButton({
            text: words(`interview_nature_${nature}`),
            press: () => conversation.put({ ...mark, nature }),
            pressed: mark.nature === nature,
            id: `nature-${nature}`,
          })))];
      case "purposes":
        return form.purposes.length ? [coded(scene, mark, "purposes", form.purposes)] : [];
      case "themes":
        return form.themes.length ? [coded(scene, mark, "themes", form.themes)] : [];
      case "valence":
        if (kind === "attitude") return []; // asked in its own rows
        return [tapRow(words("interview_feels"), "tap-faces", ...VALENCES.map((valence) =>
          tapButton({
            text: feeling(valence, words),
            press: () => conversation.put(mark.valence === valence ? without(mark, "valence") : { ...mark, valence }),
            pressed: mark.valence === valence,
            name: words(feelingKey(valence)),
            kind: "tap-face",
            id: `feels-${valence}`,
          })))];
      default:
        return [];
    }
  });
}

/** A face; those at the ends say in words which way the row goes. */
function feeling(valence: (typeof VALENCES)[number], words: Scene["words"]): HTMLElement {
  const isEnd = valence === VALENCES[0] || valence === VALENCES.at(-1);
  return element("span", { class: "feeling" }, face(valence), ...(isEnd ? [element("small", {}, words(feelingKey(valence)))] : []));
}

function coded({ words, locale, conversation }: Scene, mark: Mark, field: "purposes" | "themes", known: readonly Coded[]): HTMLElement {
  const chosen = mark[field] ?? [];
  return tapRow(words(`interview_${field}`), "tap-codes", ...known.map(({ code, label }) =>
    tapButton({
      text: element("bdi", {}, textIn(label, locale) || code),
      press: () => {
        const codes = chosen.includes(code) ? chosen.filter((one) => one !== code) : [...chosen, code];
        conversation.put(codes.length ? { ...mark, [field]: codes } : without(mark, field));
      },
      pressed: chosen.includes(code),
      id: `${field}-${code}`,
    })));
}

function without(mark: Mark, field: keyof Mark): Mark {
  const { [field]: _gone, ...others } = mark;
  return others as Mark;
}

/** The quote: a button while it is closed, then a field and what was said today. */
export function quotePart(scene: Scene, keys: readonly string[]): HTMLElement | null {
  const { conversation, form, words, shown, heard } = scene;
  const mark = latestQuotable(form, conversation.draft, conversation.chosen, keys);
  if (!mark) return null;
  const place = placeInWords(mark, form, words, scene.locale);
  const open = shown.get("quote") === mark.id;
  if (!open) {
    const said = mark.text ? element("q", { dir: "auto" }, mark.text) : words("interview_quote", { place });
    return tapButton({
      text: said,
      press: () => {
        shown.set("quote", mark.id);
        scene.redraw();
        document.getElementById("quote-field")?.focus();
      },
      name: words("interview_quote", { place }),
      kind: "tap-quote",
      id: "quote-open",
    });
  }
  const tell = (text: string, change: "all" | "words"): void => {
    const now = conversation.draft.marks.find(({ id }) => id === mark.id) ?? mark;
    const said = cleaned(text);
    conversation.put(said ? { ...now, text: said, language: scene.locale } : without(without(now, "text"), "language"), change);
  };
  const field = element("textarea", {
    id: "quote-field", class: "interview-words", rows: "2", dir: "auto",
    maxlength: String(form.limits.text), "aria-label": words("interview_quote", { place }),
  });
  field.value = mark.text ?? "";
  field.addEventListener("input", () => tell(field.value, "words"));
  const sayings = offeredSayings(heard, FEW_SAYINGS).map((saying) =>
    tapButton({ text: element("q", { dir: "auto" }, saying), press: () => tell(saying, "all"), kind: "tap-saying" }));
  const part = element("div", { class: "quote" }, element("label", { for: "quote-field" }, words("interview_quote", { place })), field);
  if (sayings.length) part.append(tapRow(words("interview_sayings"), "tap-sayings", ...sayings));
  const said = mark.text ?? "";
  const stand = tapButton({
    text: words("interview_stand"),
    press: () => scene.stand(field.value.trim()),
    pressed: heard.standing.includes(said.trim()),
    kind: "tap-stand",
    id: "quote-stand",
  });
  stand.hidden = !isSaying(said.trim());
  field.addEventListener("input", () => {
    stand.hidden = !isSaying(field.value.trim());
    stand.setAttribute("aria-pressed", String(heard.standing.includes(field.value.trim())));
  });
  part.append(stand);
  return part;
}
