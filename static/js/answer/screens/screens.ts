/** Which screen belongs to a step; what comes late in the way is fetched when it is needed. */

import { BACKGROUND, FIRST, LAST } from "../../core/flow.ts";
import type { Question } from "../../core/form.ts";
import type { Frame } from "../frame.ts";
import type { Journey, Screen } from "../journey.ts";
import { showUnreached } from "../no_form.ts";
import { informationScreen, type InformationActions } from "./information.ts";
import type { CheckActions } from "./check.ts";

type Marks = typeof import("./marks.ts");
let marks: Marks | null = null;

/** Fetch the map and what is asked beside it; who reads what this is about need not wait for it. */
export async function fetchMarks(): Promise<Marks> {
  marks ??= await import("./marks.ts");
  return marks;
}

export function screenFor(
  at: string, question: Question | null, information: InformationActions, check: CheckActions,
): Screen {
  if (at === BACKGROUND) return later(() => import("./late.ts").then((one) => one.backgroundScreen));
  if (at === LAST) return later(() => import("./late.ts").then((one) => one.checkScreen(check)));
  if (at === FIRST || !question) return informationScreen(information);
  switch (question.form) {
    case "perception":
      return perceptionScreen(question);
    case "text":
      return later(() => import("./late.ts").then((one) => one.textScreen(question)));
    default:
      return later(() => import("./late.ts").then((one) => one.choiceScreen(question)));
  }
}

function perceptionScreen(question: Question): Screen {
  const { about } = question.settings;
  if (about === "home_area") return later(() => import("./late.ts").then((one) => one.homeAreaScreen(question)));
  if (about === "other_areas") return later(() => import("./late.ts").then((one) => one.otherAreasScreen(question)));
  return marks ? marks.marksScreen(question) : later(() => fetchMarks().then((one) => one.marksScreen(question)));
}

/** Fetch what the coming screens need while nothing else is to be done. */
export function fetchScreens(): void {
  void import("./late.ts").catch(() => undefined);
}

function later(load: () => Promise<Screen>): Screen {
  return async (journey, frame) => {
    try {
      return await (await load())(journey, frame);
    } catch {
      // Out of reach, or a release took the file away: what says so must be here already.
      showUnreached(frame, journey.words, () => void tryAgain(load, journey, frame));
      return {};
    }
  };
}

/** The page is not left before the server is in reach: without it there may be no page to come back to. */
async function tryAgain(load: () => Promise<Screen>, journey: Journey, frame: Frame): Promise<void> {
  try {
    await load();
  } catch {
    const inReach = await fetch(journey.page.urls.form, { method: "HEAD", cache: "no-store" }).then(({ ok }) => ok, () => false);
    // Some browsers remember that a file did not come; a page that is loaded anew asks for it. What was told is kept.
    if (inReach && journey.store.lasting) return location.reload();
    return frame.announce(journey.words("flow_offline"));
  }
  await journey.render();
}
