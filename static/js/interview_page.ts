/** The page for recording conversations: one person after the other, with or without network. */

import { DraftKeeper } from "./answer/drafts.ts";
import { loadWords } from "./answer/languages.ts";
import { Sender, type SendingStatus } from "./answer/sending.ts";
import { shownMarks } from "./answer/shown_marks.ts";
import { openAnswerStore, type AnswerStore } from "./answer/store.ts";
import { askWhere, type AskingWhere } from "./answer/where/asking_where.ts";
import type { Background, ResponseBody, Where } from "./core/draft.ts";
import { hasTold } from "./core/flow.ts";
import { textIn, type Form, type Question } from "./core/form.ts";
import { BACKGROUND_STEP, NOTHING_HEARD, readHeard, stepAfter, stepAt, stepsOf, withHeard, writeHeard, type Heard } from "./core/interview.ts";
import type { OutlinePayload, Position } from "./core/payload.ts";
import type { Quotas } from "./core/quotas.ts";
import { precisionAtZoom, shortened } from "./core/where.ts";
import type { Words } from "./core/words.ts";
import { Conversation, type Change } from "./interview/conversation.ts";
import { Foot } from "./interview/foot.ts";
import { HandingOver, NOW } from "./interview/handing_over.ts";
import { layOut, redrawn, type Layout } from "./interview/layout.ts";
import { readInterviewPage, type InterviewPageData } from "./interview/page_data.ts";
import { panel } from "./interview/panel.ts";
import type { Scene } from "./interview/scene.ts";
import { MarkingMap } from "./map/marking_map.ts";
import { element } from "./ui/elements.ts";

const HEARD = "interview_heard";
const QUOTA = "interview_quota";
const QUOTA_EVERY_MS = 60_000;

class InterviewPage {
  readonly #page: InterviewPageData;
  readonly #words: Words;
  readonly #form: Form;
  readonly #store: AnswerStore;
  readonly #layout: Layout;
  readonly #map: MarkingMap;
  readonly #conversation: Conversation;
  readonly #keeper: DraftKeeper;
  readonly #handing: HandingOver;
  readonly #foot: Foot;
  readonly #sender: Sender;
  readonly #shown = new Map<string, string>();
  #heard: Heard = NOTHING_HEARD;
  #asking: AskingWhere | null = null;
  #drawn = "";
  #spokenAbout: string | null = null;
  #tools: HTMLElement | null = null;
  #newVersion: (() => void) | null = null;

  constructor(page: InterviewPageData, words: Words, form: Form, store: AnswerStore, heard: Heard, handing: HandingOver, draft: Conversation["draft"] | null) {
    [this.#page, this.#words, this.#form, this.#store, this.#heard, this.#handing] = [page, words, form, store, heard, handing];
    this.#layout = layOut({ conversation: words("interview_conversation"), map: words("interview_map") });
    this.#map = new MarkingMap(this.#layout.map, {
      bounds: form.project.bounds, places: form.places, basemap: page.basemap ?? null,
    });
    this.#map.aim(false);
    this.#map.call(words("interview_map"), words("interview_map_help"));
    this.#keeper = new DraftKeeper(store, NOW, (trouble) => this.#notice(trouble && words("interview_not_kept")));
    const spoken = form.questionnaire?.locales.includes(page.locale) ? page.locale : (form.questionnaire?.locales[0] ?? page.locale);
    this.#conversation = new Conversation(form, draft, spoken, (change) => this.#changed(change));
    this.#foot = new Foot({
      words, form, locale: page.locale, signIn: page.urls.signIn,
      seconds: () => this.#conversation.seconds(),
      nextPerson: () => void this.#nextPerson(),
      goBack: () => void this.#goBack(),
    });
    this.#layout.main.append(this.#foot.node);
    this.#sender = new Sender(store, (status) => void this.#told(status));
  }

  start(ground: Promise<OutlinePayload | null>): void {
    // Counted before anything acts on them, wherever they land.
    document.addEventListener("click", (event) => event.isTrusted && this.#conversation.count("tap"), { capture: true });
    document.addEventListener("keydown", (event) => event.isTrusted && this.#conversation.count("key"), { capture: true });
    void ground.then((outline) => outline && this.#map.layGround(outline));
    if (!this.#store.lasting) this.#notice(this.#words("interview_not_kept"));
    this.#draw();
    this.#sender.start();
    void this.#askQuota();
    setInterval(() => void this.#askQuota(), QUOTA_EVERY_MS);
    addEventListener("online", () => void this.#askQuota());
    void this.#keepPage();
  }

  showLast(offered: boolean): void {
    this.#foot.offerBack(offered);
    void this.#showNeeded();
  }

  get #scene(): Scene {
    return {
      form: this.#form, words: this.#words, locale: this.#conversation.draft.language,
      conversation: this.#conversation, heard: this.#heard, shown: this.#shown,
      tools: (this.#tools ??= this.#makeTools()),
      ask: (question) => this.#ask(question),
      next: () => this.#next(),
      redraw: () => this.#draw(),
    };
  }

  #changed(change: Change): void {
    const { draft } = this.#conversation;
    this.#keeper.keep(draft);
    if (this.#handing.last && hasTold(draft)) this.#foot.offerBack(false);
    if (change === "all") this.#draw();
  }

  #draw(): void {
    if (this.#asking) return;
    const { draft, chosen } = this.#conversation;
    const sameStep = this.#drawn === `${draft.id} ${draft.at}`;
    this.#drawn = `${draft.id} ${draft.at}`;
    const { steps, parts } = panel(this.#scene);
    redrawn(this.#layout.left, parts, sameStep);
    redrawn(this.#layout.steps, [steps], true);
    const asksFeelings = stepAt(stepsOf(this.#form, draft), draft.at)?.questions[0]?.kind === "attitude";
    // Not among the faces: the next row must stay under the finger.
    if (chosen !== this.#spokenAbout && !asksFeelings) document.querySelector(".latest-asked")?.scrollIntoView({ block: "nearest" });
    this.#spokenAbout = chosen;
    this.#map.setMarks(shownMarks(draft.marks, { form: this.#form, words: this.#words, locale: this.#page.locale }));
    const step = stepAt(stepsOf(this.#form, draft), draft.at);
    const [question] = step?.questions ?? [];
    const takesTap = question?.form === "perception" && question.kind !== "attitude" && (question.settings.shapes ?? ["point"]).includes("point");
    this.#map.onTap(takesTap && question ? (at) => this.#tapped(question, at) : null);
    this.#layout.mapBox.classList.toggle("takes-taps", takesTap);
    // Nothing lies on the map yet, so the answers may have its room.
    const beginning = step?.key === BACKGROUND_STEP;
    this.#layout.main.classList.toggle("is-beginning", beginning);
    this.#layout.mapBox.inert = beginning;
  }

  #tapped(question: Question, at: Position): void {
    const zoom = this.#map.zoom();
    const geometry = { type: "Point", coordinates: shortened(at) } as const;
    this.#conversation.add(question, { by: "map", geometry, zoom, precision: precisionAtZoom(zoom, at[1]) });
  }

  #next(): void {
    const { draft } = this.#conversation;
    this.#shown.delete("quote");
    this.#conversation.go(stepAfter(stepsOf(this.#form, draft), stepAt(stepsOf(this.#form, draft), draft.at)?.key ?? draft.at));
  }

  /** Ask where something is, on the map or in any other way; the conversation waits. */
  #ask(question: Question): void {
    const host = element("div", { class: "asking" });
    const words = this.#words;
    const heading = element("h2", { class: "interview-question", dir: "auto" }, textIn(question.wording, this.#conversation.draft.language));
    this.#layout.left.replaceChildren(element("div", { class: "panel-body asking-body" }, heading, host));
    this.#layout.main.classList.add("is-asking");
    this.#map.aim(true);
    const { draft } = this.#conversation;
    this.#asking = askWhere({
      host, map: this.#map, form: this.#form, question, locale: draft.language, words,
      existing: null, homeArea: draft.background.home_area ?? null, precision: "usual",
    });
    void this.#asking.done.then((where) => this.#asked(question, where));
  }

  #asked(question: Question, where: Where | null): void {
    this.#asking = null;
    this.#layout.main.classList.remove("is-asking");
    this.#map.aim(false);
    this.#map.preview(null, false);
    if (where) this.#conversation.add(question, where);
    else this.#draw();
  }

  async #nextPerson(): Promise<void> {
    this.#asking?.close();
    const finished = this.#conversation.finished();
    await this.#handing.putAside(finished);
    this.#heard = withHeard(this.#heard, finished);
    this.#shown.clear();
    this.#conversation.renew();
    this.#map.fit();
    document.getElementById("panel-body")?.focus({ preventScroll: true });
    await this.#store.setSetting(HEARD, writeHeard(this.#heard, today()));
    await this.#keeper.settled();
    this.#newVersion?.();
  }

  async #goBack(): Promise<void> {
    const last = await this.#handing.goBack();
    if (last) this.#conversation.resume(last);
  }

  /** In which language the questions are read; what was told stays. */
  #makeTools(): HTMLElement {
    const offered = this.#form.questionnaire?.locales ?? [];
    const select = element("select", { id: "language", "aria-label": this.#words("interview_language") });
    for (const code of offered) {
      const name = this.#page.locales.find((one) => one.code === code)?.name ?? code;
      const option = element("option", { value: code }, name);
      option.selected = code === this.#conversation.draft.language;
      select.append(option);
    }
    select.addEventListener("change", () => this.#conversation.set({ ...this.#conversation.draft, language: select.value }));
    const lend = element("button", { type: "button", class: "lend" }, this.#words("interview_lend"));
    lend.addEventListener("click", () => void this.#lend());
    return element("div", { class: "interview-tools" }, select, lend);
  }

  /** Lend the tablet to people who answer by themselves: nobody is signed in on it then, and nothing was heard. */
  async #lend(): Promise<void> {
    const form = document.querySelector<HTMLFormElement>(".site-tools form");
    await this.#handing.putAside(this.#conversation.finished());
    await this.#handing.send();
    await this.#sender.flush();
    try {
      if (form) await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    } catch {
      this.#conversation.renew();
      this.#notice(this.#words("interview_lend_online"));
      return;
    }
    await this.#keeper.settled();
    await this.#store.dropDraft(NOW);
    await this.#store.setSetting(HEARD, null);
    location.assign(this.#page.urls.kiosk);
  }

  /** Keep the page for use without network; a new version comes between two people. */
  async #keepPage(): Promise<void> {
    const { install, keepForGood } = await import("./answer/installing.ts");
    const { urls, locale } = this.#page;
    await install({
      worker: urls.worker,
      keep: [location.pathname, urls.form, urls.ground, urls.words.replace("{locale}", locale)],
      mayUpdate: () => !hasTold(this.#conversation.draft) && !this.#handing.last,
      onNewVersion: (apply) => (this.#newVersion = apply),
    });
    await keepForGood();
  }

  #notice(text: string | null): void {
    this.#layout.notices.replaceChildren(...(text ? [element("p", { role: "alert" }, text)] : []));
  }

  async #told(status: SendingStatus): Promise<void> {
    this.#foot.showWaiting(status);
    await this.#showNeeded();
  }

  async #askQuota(): Promise<void> {
    const fetched = await fetchJson<Quotas>(this.#page.urls.quota);
    if (fetched) await this.#store.setSetting(QUOTA, JSON.stringify(fetched));
    // Without network the last numbers stand, less those heard since.
    const kept = fetched ? null : await this.#store.setting(QUOTA);
    const quotas = fetched ?? (kept ? (JSON.parse(kept) as Quotas) : null);
    this.#foot.setQuotas(quotas?.survey === this.#form.survey?.slug ? quotas : null);
    await this.#showNeeded();
  }

  async #showNeeded(): Promise<void> {
    const queue = await this.#store.queue();
    const waiting = queue.filter(({ kind }) => kind === "response").flatMap(({ body }): Background[] => {
      return typeof body === "string" ? [(JSON.parse(body) as ResponseBody).background] : [];
    });
    const last = this.#handing.last;
    this.#foot.showNeeded(last ? [...waiting, last.background] : waiting);
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

async function fetchJson<Payload>(url: string): Promise<Payload | null> {
  try {
    const response = await fetch(url);
    return response.ok ? ((await response.json()) as Payload) : null;
  } catch {
    return null; // no network, and nothing kept
  }
}

async function begin(): Promise<void> {
  const page = readInterviewPage();
  const ground = fetchJson<OutlinePayload>(page.urls.ground);
  const [{ words }, form, store] = await Promise.all([
    loadWords(page.locale, page), fetchJson<Form>(page.urls.form), openAnswerStore(page.project.slug),
  ]);
  const waits = document.getElementById("interview-waits");
  if (!form?.survey || !form.questionnaire) {
    if (waits) waits.textContent = words(form ? "interview_no_round" : "interview_no_form");
    return;
  }
  let shown: InterviewPage | null = null;
  const handing = new HandingOver(store, form, page.urls, (last) => shown?.showLast(last !== null));
  const draft = await handing.takeUp();
  const heard = readHeard(await store.setting(HEARD), today());
  const usable = draft?.survey === form.survey.slug ? draft : null;
  shown = new InterviewPage(page, words, form, store, heard, handing, usable);
  shown.start(ground);
}

await begin();
