/** The conversation on the screen: what is asked, this person's map, and the line below. */

import { DraftKeeper } from "../answer/drafts.ts";
import { RefusedPanel } from "../answer/refused_panel.ts";
import { Sender, type SendingStatus } from "../answer/sending.ts";
import { shownMarks } from "../answer/shown_marks.ts";
import type { AnswerStore } from "../answer/store.ts";
import type { AskingWhere } from "../answer/where/asked.ts";
import { askWhere } from "../answer/where/asking_where.ts";
import type { Where } from "../core/draft.ts";
import { hasTold } from "../core/flow.ts";
import { textIn, type Form, type Question } from "../core/form.ts";
import { BACKGROUND_STEP, stepAfter, stepAt, stepsOf } from "../core/interview.ts";
import type { OutlinePayload, Position } from "../core/payload.ts";
import { precisionAtZoom, shortened } from "../core/where.ts";
import type { Words } from "../core/words.ts";
import { Conversation, type Change } from "./conversation.ts";
import { Foot } from "./foot.ts";
import { type HandingOver, NOW } from "./handing_over.ts";
import type { HeardToday } from "./heard_today.ts";
import { layOut, redrawn, type Layout } from "./layout.ts";
import { keptProjects, leave, LEAVING } from "./leaving.ts";
import type { InterviewPageData } from "./page_data.ts";
import { panel } from "./panel.ts";
import { PeopleNeeded } from "./people_needed.ts";
import type { Scene } from "./scene.ts";
import { tools } from "./tools.ts";
import { MarkingMap } from "../map/marking_map.ts";
import { element } from "../ui/elements.ts";

export class InterviewPage {
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
  readonly #heard: HeardToday;
  readonly #needed: PeopleNeeded;
  readonly #refused: RefusedPanel;
  /** Somebody signs out: what was told is in their hands. */
  #left = false;
  #asking: AskingWhere | null = null;
  #drawn = "";
  #spokenAbout: string | null = null;
  #tools: HTMLElement | null = null;
  #newVersion: (() => void) | null = null;

  constructor(page: InterviewPageData, words: Words, form: Form, store: AnswerStore, heard: HeardToday, handing: HandingOver, draft: Conversation["draft"] | null) {
    [this.#page, this.#words, this.#form, this.#store, this.#heard, this.#handing] = [page, words, form, store, heard, handing];
    this.#layout = layOut({ conversation: words("interview_conversation"), map: words("interview_map") });
    this.#map = new MarkingMap(this.#layout.map, {
      bounds: form.project.bounds, places: form.places, basemap: page.basemap ?? null,
    });
    this.#map.aim(false);
    this.#map.call(words("interview_map"), words("interview_map_help"));
    this.#keeper = new DraftKeeper(store, NOW, (trouble) => this.#notice(trouble && words("interview_not_kept")));
    const spoken = form.questionnaire?.locales.includes(page.locale) ? page.locale : (form.questionnaire?.locales[0] ?? page.locale);
    this.#conversation = new Conversation(form, draft, spoken, page.interviewer, (change) => this.#changed(change));
    this.#foot = new Foot({
      words, form, locale: page.locale, signIn: page.urls.signIn,
      seconds: () => this.#conversation.seconds(),
      nextPerson: () => void this.#nextPerson(),
      goBack: () => void this.#goBack(),
      sendAsMine: () => void store.sendAs(page.interviewer).then(() => this.#sender.retryOthers()),
    });
    this.#refused = new RefusedPanel(store, false);
    this.#layout.main.append(this.#foot.node);
    this.#layout.notices.after(this.#refused.node);
    this.#needed = new PeopleNeeded(store, page.urls.quota, form.survey?.slug, () => void this.#showNeeded());
    this.#sender = new Sender(store, (status) => void this.#told(status), "conversations");
  }

  start(ground: Promise<OutlinePayload | null>): void {
    // Counted before anything acts on them, wherever they land.
    document.addEventListener("click", (event) => event.isTrusted && this.#conversation.count("tap"), { capture: true });
    document.addEventListener("keydown", (event) => event.isTrusted && this.#conversation.count("key"), { capture: true });
    void ground.then((outline) => outline && this.#map.layGround(outline));
    if (!this.#store.lasting) this.#notice(this.#words("interview_not_kept"));
    this.#draw();
    this.#sender.start();
    this.#needed.start();
    new BroadcastChannel(LEAVING).addEventListener("message", () => this.#letGo());
    void this.#keepPage();
  }

  /** What was begun in another round was sent there. */
  tellElsewhere(): void {
    this.#notice(this.#words("interview_elsewhere_sent"));
  }

  #letGo(): void {
    this.#left = true;
    this.#handing.letGo();
    this.#needed.stop();
    this.#layout.main.inert = true;
    this.#layout.left.replaceChildren();
    this.#map.setMarks([]);
  }

  showLast(offered: boolean): void {
    this.#foot.offerBack(offered);
    void this.#showNeeded();
  }

  get #scene(): Scene {
    return {
      form: this.#form, words: this.#words, locale: this.#conversation.draft.language,
      conversation: this.#conversation, heard: this.#heard.now, shown: this.#shown,
      tools: (this.#tools ??= this.#makeTools()),
      stand: (saying) => void this.#heard.stand(saying).then(() => this.#draw()),
      ask: (question) => this.#ask(question),
      next: () => this.#next(),
      redraw: () => this.#draw(),
    };
  }

  #changed(change: Change): void {
    const { draft } = this.#conversation;
    if (this.#left) return;
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
    if (this.#handing.isPutting) return;
    this.#asking?.close();
    const finished = this.#conversation.finished();
    // A cold finger taps twice: who told nothing is nobody, so one can still go back to the person before.
    if (!hasTold(finished)) {
      this.#conversation.renew();
      return;
    }
    await this.#handing.putAside(finished);
    this.#shown.clear();
    this.#conversation.renew();
    this.#map.fit();
    document.getElementById("panel-body")?.focus({ preventScroll: true });
    await this.#heard.hear(finished);
    await this.#keeper.settled();
    this.#newVersion?.();
  }

  async #goBack(): Promise<void> {
    const last = await this.#handing.goBack();
    if (last) this.#conversation.resume(last);
  }

  #makeTools(): HTMLElement {
    return tools({
      words: this.#words,
      languages: (this.#form.questionnaire?.locales ?? []).map((code) => ({
        code, name: this.#page.locales.find((one) => one.code === code)?.name ?? code,
      })),
      spoken: this.#conversation.draft.language,
      // In which language the questions are read; what was told stays.
      speak: (language) => this.#conversation.set({ ...this.#conversation.draft, language }),
      lend: () => void this.#lend(),
    });
  }

  /** Lend the tablet to people who answer by themselves: nobody is signed in on it then, and nothing was heard. */
  async #lend(): Promise<void> {
    const form = document.querySelector<HTMLFormElement>("form.signing-out");
    if (!form) return;
    await this.#handing.putAside(this.#conversation.finished());
    await this.#handing.send();
    await this.#keeper.settled();
    this.#conversation.renew();
    await this.#keeper.settled();
    const left = await leave(await keptProjects(form.action.replace(/sign-out$/, "")), form);
    if (left === "left") location.assign(this.#page.urls.kiosk);
    else this.#notice(this.#words(left === "waiting" ? "interview_lend_waits" : "interview_lend_online"));
  }

  /** Keep the page for use without network; a new version comes between two people. */
  async #keepPage(): Promise<void> {
    const { install, keepForGood } = await import("../answer/installing.ts");
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
    this.#refused.show(status.refused, this.#words, this.#page.locale);
    await this.#showNeeded();
  }

  async #showNeeded(): Promise<void> {
    this.#foot.setQuotas(this.#needed.quotas);
    this.#foot.showNeeded(await this.#needed.waiting(this.#handing.last));
  }
}
