/**
 * A device that many people use, one after the other: it forgets each of them.
 *
 * Who goes away is asked whether they are still there, then everything they told is wiped. What was sent waits in
 * the queue until the server has it; it is shown to nobody.
 */

import type { Words } from "../core/words.ts";
import { element, required } from "../ui/elements.ts";
import type { AnswerStore } from "./store.ts";

export const IDLE_S = 60;
export const COUNTDOWN_S = 20;
export const THANKS_S = 45;

export interface KioskSetting {
  readonly store: AnswerStore;
  readonly words: () => Words;
  /** "start": nobody has begun; "telling": somebody answers; "thanks": it is in the queue. */
  readonly stage: () => "start" | "telling" | "thanks";
  /** Let go of what the page holds: nothing of the draft is written after this. */
  readonly letGo: () => Promise<void>;
  /** The way out, for staff: a page that asks who they are. */
  readonly leaveUrl: string;
}

export interface Kiosk {
  /** Forget this person now, and begin with nobody. */
  wipe(): Promise<void>;
}

const SLOT = "kiosk";
const SIGNS_OF_LIFE = ["pointerdown", "pointermove", "keydown", "input", "wheel", "touchstart"] as const;

/** Watch over a lent device until the page goes. */
export function guardKiosk(setting: KioskSetting): Kiosk {
  const root = document.documentElement;
  root.dataset["kiosk"] = "true";
  let quietSince = Date.now();
  let stageSince = setting.stage();
  let wiping: Promise<void> | null = null;
  const dialog = makeDialog(setting, () => alive(), () => void wipe());

  const alive = (): void => {
    quietSince = Date.now();
    if (dialog.node.open) dialog.node.close();
  };
  const wipe = (): Promise<void> => (wiping ??= forget(setting));

  const watch = (): void => {
    const stage = setting.stage();
    if (stage !== stageSince) quietSince = Date.now();
    stageSince = stage;
    if (stage === "start") quietSince = Date.now();
    leave.hidden = stage !== "start";
    const quiet = (Date.now() - quietSince) / 1000;
    // A device that slept comes here late, and then nobody is asked any more.
    if (quiet >= (stage === "thanks" ? THANKS_S : IDLE_S + COUNTDOWN_S)) void wipe();
    else if (stage === "telling" && quiet >= IDLE_S) dialog.count(Math.ceil(IDLE_S + COUNTDOWN_S - quiet));
  };
  setInterval(watch, 500);
  for (const sign of SIGNS_OF_LIFE) {
    // While the question stands, only its answer counts: a sleeve that brushes the screen is nobody.
    document.addEventListener(sign, () => !dialog.node.open && alive(), { capture: true, passive: true });
  }
  // A page that the browser froze must not show whom it was frozen with.
  addEventListener("pageshow", (event) => event.persisted && void wipe());
  const leave = leaving(setting);
  document.body.append(dialog.node);
  required("#notices", HTMLElement).before(leave);
  return { wipe };
}

async function forget({ store, letGo }: KioskSetting): Promise<void> {
  // First from the screen, so that nothing is seen while the rest goes.
  for (const form of document.forms) form.reset();
  const gone = letGo();
  document.body.replaceChildren();
  await gone;
  await store.forgetPerson(SLOT);
  sessionStorage.clear();
  const start = location.pathname + location.search;
  history.scrollRestoration = "manual";
  // The entries behind this one know only which questions were shown; their screens ask the store, which is empty.
  history.replaceState(null, "");
  location.replace(start);
}

function makeDialog({ words }: KioskSetting, stay: () => void, end: () => void): { readonly node: HTMLDialogElement; count(seconds: number): void } {
  const title = element("h2", { id: "kiosk-title" });
  const left = element("p", { class: "kiosk-left", role: "timer" });
  const spoken = element("p", { class: "visually-hidden", role: "status" });
  const yes = element("button", { type: "button", class: "button button-primary button-wide" });
  const no = element("button", { type: "button", class: "button button-wide" });
  yes.addEventListener("click", stay);
  no.addEventListener("click", end);
  const node = element("dialog", { class: "kiosk-dialog", "aria-labelledby": "kiosk-title" }, title, left, spoken, yes, no);
  node.addEventListener("cancel", stay);
  const count = (seconds: number): void => {
    const say = words();
    const text = say.count("interview_kiosk_wipes", seconds, String(seconds));
    left.textContent = text;
    if (node.open) {
      if (seconds % 10 === 0) spoken.textContent = text;
      return;
    }
    title.textContent = say("interview_kiosk_still");
    yes.textContent = say("interview_kiosk_yes");
    no.textContent = say("interview_kiosk_no");
    spoken.textContent = text;
    node.showModal();
    yes.focus();
  };
  return { node, count };
}

function leaving({ words, leaveUrl }: KioskSetting): HTMLElement {
  return element("p", { class: "kiosk-leave" }, element("a", { href: leaveUrl }, words()("interview_kiosk_leave")));
}
