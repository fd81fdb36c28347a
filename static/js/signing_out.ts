/** Signing out where conversations were recorded: they are sent first, and then nothing of them stays on the tablet. */

import { begunIn, keptProjects, leave, LEAVING, type KeptProject } from "./interview/leaving.ts";

const form = document.querySelector<HTMLFormElement>("form.signing-out");
const dialog = document.querySelector<HTMLDialogElement>("dialog.leaving");

if (form && dialog) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void signOut(form, dialog).catch((error: unknown) => {
      console.error(error);
      form.submit(); // whatever failed here, somebody wants to sign out
    });
  });
}

async function signOut(from: HTMLFormElement, shown: HTMLDialogElement): Promise<void> {
  const home = new URL(from.action).href.replace(/sign-out$/, "");
  const projects = await keptProjects(home);
  if (!projects.length) {
    from.submit();
    return;
  }
  const begun = await firstBegun(projects);
  if (begun) {
    const answer = await ask(shown, "begun");
    if (answer === "back") location.assign(begun.page);
    if (answer !== "send") return;
  }
  // Pages that hold a conversation let go of it, so that it is sent once.
  new BroadcastChannel(LEAVING).postMessage("leaving");
  const left = await leave(projects, from);
  if (left === "left") {
    location.assign(home);
    return;
  }
  await ask(shown, left);
  location.reload();
}

async function firstBegun(projects: readonly KeptProject[]): Promise<KeptProject | null> {
  for (const project of projects) if ((await begunIn(project)).length) return project;
  return null;
}

/** Show what there is to say; gives the value of the button that was pressed. */
function ask(shown: HTMLDialogElement, about: string): Promise<string> {
  for (const part of shown.querySelectorAll<HTMLElement>("[data-about]")) part.hidden = part.dataset["about"] !== about;
  return new Promise((answered) => {
    shown.returnValue = "";
    shown.addEventListener("close", () => answered(shown.returnValue), { once: true });
    shown.showModal();
  });
}
