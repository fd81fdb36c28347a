/** Finds proofs of work. Loaded late by the page, and run by it as a worker beside the page. */

import { sha256 } from "@noble/hashes/sha2";
import { searchProof } from "../core/proofs.ts";

/** Where this file lies, so that the page can start it as a worker. */
export const address = import.meta.url;

export interface Work {
  readonly survey: string;
  readonly id: string;
  readonly bits: number;
}

/** Try so many numbers in one go: some milliseconds on an old phone. */
const SLICE = 512;

/** Find the proof in slices, so that taps are answered in between. */
export async function proveInSlices({ survey, id, bits }: Work): Promise<string> {
  for (let from = 0; ; from += SLICE) {
    const proof = searchProof(survey, id, bits, sha256, from, SLICE);
    if (proof !== null) return proof;
    await new Promise((resume) => setTimeout(resume, 0));
  }
}

/** Find the proof in one go. */
function proveAtOnce({ survey, id, bits }: Work): string {
  return searchProof(survey, id, bits, sha256, 0, Number.MAX_SAFE_INTEGER) ?? "";
}

// In a page there is a document; in the worker there is none.
if (typeof document === "undefined" && typeof self !== "undefined" && "onmessage" in self) {
  self.addEventListener("message", (event: MessageEvent<Work>) => postMessage(proveAtOnce(event.data)));
}
