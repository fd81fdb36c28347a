/** Whoever stayed so long that the session ended signs in and comes back to what was shown: the address says it all. */

import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import { Refused } from "./asking.ts";
import { readPlanData } from "./page_data.ts";

const NOT_PERMITTED = 403;

/** The way to sign in, if that is what a refused question asks for. */
export function signInLink(problem: unknown, words: Words): HTMLElement[] {
  if (!(problem instanceof Refused) || problem.status !== NOT_PERMITTED) return [];
  const link = element("a", { class: "button button-primary sign-in-again", href: addressOf() }, words("sign_in"));
  // What is shown may change while the link stands.
  for (const event of ["pointerdown", "focus", "click"]) link.addEventListener(event, () => link.setAttribute("href", addressOf()));
  return [link];
}

function addressOf(): string {
  const next = new URLSearchParams({ next: location.pathname + location.search });
  return `${readPlanData().urls.sign_in}?${next}`;
}
