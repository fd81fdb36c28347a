/** How easy a Swedish text is to read: LIX (Björnsson 1968), the same law as `mentalmap/domain/readability.py`. */

const WORD = /[\p{L}\p{N}]+(?:[-’'][\p{L}\p{N}]+)*/gu;
const SENTENCE_END = /[.!?:]+(?=\s|$)|\n+/u;
const LONG = 7;

export type Ease = "very_easy" | "easy" | "somewhat_hard" | "hard";

/** Words per sentence plus the percentage of words of more than six letters; null where there is no word. */
export function lix(text: string): number | null {
  const words = text.match(WORD) ?? [];
  if (words.length === 0) return null;
  const sentences = text.split(SENTENCE_END).filter((part) => part.match(WORD)).length;
  const long = words.filter((word) => [...word].length >= LONG).length;
  return words.length / Math.max(1, sentences) + (100 * long) / words.length;
}

/** What may be asked of a text: easy Swedish at most 25, everything else at most 35. */
export function mostLix(locale: string): number {
  return locale === "sv-easy" ? 25 : 35;
}

/** In words; a few words make no figure worth telling. */
export function easeOf(text: string): Ease | null {
  const value = lix(text);
  if (value === null || (text.match(WORD) ?? []).length < 4) return null;
  return value <= 25 ? "very_easy" : value <= 35 ? "easy" : value <= 45 ? "somewhat_hard" : "hard";
}
