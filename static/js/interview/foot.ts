/** The line below: how long this conversation takes, who is still needed, what waits, and the next respondent. */

import type { SendingStatus } from "../answer/sending.ts";
import type { Background } from "../core/draft.ts";
import type { Form } from "../core/form.ts";
import { stillNeeded, type Group, type Needed, type Quotas } from "../core/quotas.ts";
import { clock } from "../core/taps.ts";
import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import { tapButton } from "./scene.ts";

const MOST_NEEDED = 3;

export interface FootSetting {
  readonly words: Words;
  readonly locale: string;
  readonly form: Form;
  readonly signIn: string;
  readonly seconds: () => number;
  readonly nextPerson: () => void;
  readonly goBack: () => void;
  /** Conversations of others who used this tablet are sent as one's own. */
  readonly sendAsMine: () => void;
}

export class Foot {
  readonly node: HTMLElement;
  readonly #setting: FootSetting;
  readonly #timer = element("span", { class: "foot-timer", role: "timer" });
  readonly #needed = element("p", { class: "foot-needed", dir: "auto" });
  readonly #waits = element("p", { class: "foot-waits", role: "status" });
  readonly #back: HTMLButtonElement;
  #quotas: Quotas | null = null;

  constructor(setting: FootSetting) {
    const { words } = setting;
    this.#setting = setting;
    this.#back = tapButton({ text: words("interview_go_back"), press: setting.goBack, kind: "foot-back", id: "go-back" });
    this.#back.hidden = true;
    const next = tapButton({ text: words("interview_next_person"), press: setting.nextPerson, kind: "tap-primary foot-next", id: "next-person" });
    this.node = element("footer", { class: "interview-foot" },
      this.#timer, element("div", { class: "foot-told" }, this.#needed, this.#waits), this.#back, next);
    this.tick();
    setInterval(() => this.tick(), 1000);
  }

  tick(): void {
    const time = clock(this.#setting.seconds());
    this.#timer.textContent = time;
    this.#timer.setAttribute("aria-label", this.#setting.words("interview_timer", { time }));
  }

  offerBack(offered: boolean): void {
    this.#back.hidden = !offered;
  }

  setQuotas(quotas: Quotas | null): void {
    this.#quotas = quotas;
  }

  /** Who is still needed, those counted who were heard here and have not reached the server. */
  showNeeded(waiting: readonly Background[]): void {
    const { words, locale } = this.#setting;
    const quotas = this.#quotas;
    const needed = quotas ? stillNeeded(quotas, waiting, MOST_NEEDED) : [];
    this.#needed.hidden = !quotas?.groups.length;
    if (this.#needed.hidden) return;
    if (!needed.length) {
      this.#needed.textContent = words("interview_nobody_needed");
      return;
    }
    const list = new Intl.ListFormat(locale, { style: "short", type: "unit" });
    this.#needed.textContent = words("interview_needed", { groups: list.format(needed.map((one) => this.#say(one))) });
  }

  /** What waits on this tablet: a small number; and the way to sign in where that is needed. */
  showWaiting({ waiting, online, needsSignIn, others }: SendingStatus): void {
    const { words, signIn, locale } = this.#setting;
    this.#waits.replaceChildren();
    this.#waits.hidden = !waiting;
    if (waiting) this.#waits.append(element("span", { class: "foot-count" }, words.count("interview_waiting", waiting, String(waiting))));
    if (needsSignIn && online) this.#waits.append(" ", element("a", { href: signIn, class: "foot-sign-in" }, words("interview_sign_in")));
    if (needsSignIn && !online) this.#waits.append(" ", element("span", {}, words("interview_sign_in_later")));
    if (others.length) {
      const list = new Intl.ListFormat(locale, { style: "long", type: "conjunction" }).format(others);
      const send = element("button", { type: "button", class: "foot-as-mine" }, words("interview_send_as_mine"));
      send.addEventListener("click", this.#setting.sendAsMine);
      this.#waits.append(" ", element("span", {}, words("interview_of_others", { names: list })), " ", send);
    }
  }

  #say({ group, needed }: Needed): string {
    const { words } = this.#setting;
    const said = sayGroup(group, this.#setting.form, words);
    return words("interview_needed_group", { group: said, n: String(needed) });
  }
}

/** A group in words: "women 30–49 in Ullånger". */
export function sayGroup(group: Group, form: Form, words: Words): string {
  const who = words(`interview_who_${group.gender ?? "all"}`);
  const age = group.age_band?.replace("-", "–");
  const place = form.areas.find(({ code }) => code === group.area)?.name;
  const aged = age ? words("interview_aged", { who, age }) : who;
  return place ? words("interview_living", { who: aged, place }) : aged;
}
