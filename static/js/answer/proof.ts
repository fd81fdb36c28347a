/** Proof of work for a response, found beside the page while the person answers. */

/** Find the nonce for this response; in a worker, or in small slices where there is none. */
export async function prove(survey: string, id: string, bits: number): Promise<string> {
  const work = { survey, id, bits };
  const { address, proveInSlices } = await import("./proof_worker.ts");
  return new Promise<string>((found, failed) => {
    const inSlices = () => proveInSlices(work).then(found, failed);
    let worker: Worker;
    try {
      worker = new Worker(address, { type: "module" });
    } catch {
      inSlices();
      return;
    }
    worker.addEventListener("message", ({ data }: MessageEvent<string>) => {
      worker.terminate();
      found(data);
    });
    worker.addEventListener("error", () => {
      worker.terminate();
      inSlices();
    });
    worker.postMessage(work);
  });
}
