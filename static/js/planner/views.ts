/** Views that were saved with a name and a note: opened, made and deleted. */

import type { Words } from "../core/words.ts";
import { element, isolated } from "../ui/elements.ts";
import { askJson, Refused } from "./asking.ts";
import type { PlanData, SavedView } from "./page_data.ts";
import { signInLink } from "./sign_in.ts";

export interface ViewsListeners {
  /** The page's query, as it is to be kept. */
  readonly query: () => string;
  readonly open: (query: string) => void;
  readonly say: (sentence: string) => void;
}

export class Views {
  private readonly list: HTMLElement;
  private readonly dialog: HTMLDialogElement;
  private readonly form: HTMLFormElement;
  private readonly problem: HTMLElement;
  private readonly page: PlanData;
  private readonly words: Words;
  private readonly listeners: ViewsListeners;
  private views: readonly SavedView[];
  /** Made before the first attempt, so that trying again never saves twice. */
  private clientId = "";

  constructor(list: HTMLElement, dialog: HTMLDialogElement, page: PlanData, words: Words, listeners: ViewsListeners) {
    this.list = list;
    this.dialog = dialog;
    this.form = dialog.querySelector("form")!;
    this.problem = dialog.querySelector<HTMLElement>(".dialog-problem")!;
    this.page = page;
    this.words = words;
    this.listeners = listeners;
    this.views = page.views;
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.save();
    });
    this.form.addEventListener("input", () => (this.clientId = newId()));
    dialog.querySelector("[data-dialog=cancel]")?.addEventListener("click", () => dialog.close());
    this.draw();
  }

  begin(): void {
    this.clientId = newId();
    this.form.reset();
    this.problem.hidden = true;
    this.dialog.showModal();
  }

  private async save(): Promise<void> {
    const said = new FormData(this.form);
    const body = {
      client_id: this.clientId,
      name: String(said.get("name") ?? "").trim(),
      note: String(said.get("note") ?? "").trim(),
      query: this.listeners.query(),
    };
    try {
      const made = (await this.send("POST", this.page.urls.views, body)) as SavedView;
      this.views = [made, ...this.views.filter(({ id }) => id !== made.id)];
      this.dialog.close();
      this.draw();
      this.listeners.say(this.words("view_saved"));
    } catch (problem) {
      const said = (problem instanceof Refused ? problem.said : null) ?? this.words("view_failed");
      this.problem.replaceChildren(said, " ", ...signInLink(problem, this.words));
      this.problem.hidden = false;
    }
  }

  private async remove(view: SavedView): Promise<void> {
    try {
      await this.send("DELETE", `${this.page.urls.views}/${encodeURIComponent(String(view.id))}`);
      this.views = this.views.filter(({ id }) => id !== view.id);
      this.draw();
      this.listeners.say(this.words("view_deleted"));
    } catch {
      this.listeners.say(this.words("view_not_deleted"));
    }
    this.list.querySelector<HTMLElement>("a, button")?.focus();
  }

  private send(method: string, url: string, body?: unknown): Promise<unknown> {
    const options: RequestInit = {
      method,
      headers: { "Content-Type": "application/json", "X-CSRFToken": this.page.csrf_token },
    };
    if (body !== undefined) options.body = JSON.stringify(body);
    return askJson(url, options);
  }

  private draw(): void {
    if (this.views.length === 0) {
      this.list.replaceChildren(element("li", { class: "quiet" }, this.words("views_none")));
      return;
    }
    this.list.replaceChildren(...this.views.map((view) => this.item(view)));
  }

  private item(view: SavedView): HTMLElement {
    const link = element("a", { class: "view-name", href: `?${view.query.replace(/^\?/, "")}` }, isolated(view.name));
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.listeners.open(view.query);
    });
    const date = new Date(view.made_on);
    const when = Number.isNaN(date.getTime())
      ? view.made_on
      : new Intl.DateTimeFormat(this.page.locale, { dateStyle: "medium" }).format(date);
    const foot = element("p", { class: "view-foot" }, element("span", { class: "quiet" }, this.words("view_by", { name: view.by, date: when })));
    const item = element("li", { class: "view" }, link, foot);
    if (view.note) link.after(element("p", { class: "view-note", dir: "auto" }, view.note));
    foot.append(this.deleteButton(view, foot));
    return item;
  }

  /** Deleting asks once more, in the same place. */
  private deleteButton(view: SavedView, foot: HTMLElement): HTMLElement {
    const button = (key: string, click: () => void): HTMLButtonElement => {
      const made = element("button", { type: "button", class: "link-button" }, this.words(key));
      made.addEventListener("click", click);
      return made;
    };
    const ask = button("view_delete", () => {
      const keep = button("view_keep", () => {
        sure.remove();
        keep.replaceWith(ask);
        ask.focus();
      });
      const sure = button("view_delete_sure", () => void this.remove(view));
      sure.classList.add("danger");
      ask.replaceWith(sure, keep);
      keep.focus();
    });
    ask.setAttribute("aria-label", this.words("view_delete_named", { name: view.name }));
    foot.setAttribute("dir", "auto");
    return ask;
  }
}

/** A random UUID, also where the page is not served over HTTPS. */
function newId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
