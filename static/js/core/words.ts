/** Sentences of the interface: translated by the server, filled here. */

/** A sentence, or one per plural category ("one", "other", …) of the language. */
export type Sentence = string | Readonly<Record<string, string>>;
export type Strings = Readonly<Record<string, Sentence>>;

export interface Words {
  /** The sentence of this key, its {gaps} filled. */
  (key: string, gaps?: Readonly<Record<string, string>>): string;
  /** The sentence of this key for a number of things; `{n}` is the number as written. */
  count(key: string, n: number, written: string, gaps?: Readonly<Record<string, string>>): string;
}

/** Make the function that says things, from the catalogue of one language. */
export function wordsFrom(strings: Strings, locale: string): Words {
  const plurals = new Intl.PluralRules(locale);
  const find = (key: string): Sentence => {
    const sentence = strings[key];
    if (sentence === undefined) throw new Error(`the page was sent no sentence for "${key}"`);
    return sentence;
  };
  const say = (key: string, gaps: Readonly<Record<string, string>> = {}): string => {
    const sentence = find(key);
    return fill(typeof sentence === "string" ? sentence : (sentence["other"] ?? ""), gaps);
  };
  const count = (key: string, n: number, written: string, gaps: Readonly<Record<string, string>> = {}): string => {
    const sentence = find(key);
    const chosen = typeof sentence === "string" ? sentence : (sentence[plurals.select(n)] ?? sentence["other"] ?? "");
    return fill(chosen, { ...gaps, n: written });
  };
  return Object.assign(say, { count });
}

/** Letters written from right to left, and the controls that turn the direction of a text. */
const TURNS_ROUND = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Fill `{name}` gaps; a gap without a value stays visible rather than vanishing. */
export function fill(sentence: string, gaps: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (gap, name: string) => isolate(gaps[name]) ?? gap);
}

/** A name that could turn the sentence round it, kept to itself; any other as it stands. */
function isolate(text: string | undefined): string | undefined {
  return text !== undefined && TURNS_ROUND.test(text) ? `\u2068${text.replace(BIDI_CONTROLS, "")}\u2069` : text;
}
