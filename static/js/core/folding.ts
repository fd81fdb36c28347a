/** Names as they are compared: without capitals, accents and signs, so that Ullanger finds Ullånger. */

const NOT_TAKEN_APART: Readonly<Record<string, string>> = {
  ø: "o", æ: "a", œ: "o", ð: "d", đ: "d", þ: "t", ß: "ss", ł: "l", ŋ: "n", ŧ: "t", ı: "i",
  // Letters that people write for one another in Arabic and Persian.
  أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ى: "ي", ة: "ه", ک: "ك", ی: "ي", ؤ: "و", ئ: "ي",
};

/** Fold a name for comparing; å and ä fold to a, ö to o, and what is no letter or number to a space. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .replace(/./gu, (letter) => NOT_TAKEN_APART[letter] ?? letter)
    .normalize("NFKD")
    .replace(/[\p{M}\u0640'’´`]/gu, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** How many slips of the finger are forgiven in a word of a length: none in a short one, where everything is alike. */
export function forgivenSlips(length: number): number {
  return length < 4 ? 0 : length < 7 ? 1 : 2;
}

/** The letter that a name stands under in a list. */
export function initialOf(name: string, locale: string): string {
  return (Array.from(name.trim())[0] ?? "").toLocaleUpperCase(locale);
}
