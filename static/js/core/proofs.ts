/** Proof of work: a number that costs a phone a moment to find and a server nothing to check. */

/** Give the SHA-256 of some bytes. */
export type Hash = (bytes: Uint8Array) => Uint8Array;

/** What the nonce is written after. */
export function challenge(survey: string, id: string): string {
  return `mentalmap:${survey}:${id}:`;
}

/** The number of zero bits that a digest begins with. */
export function zeroBits(digest: Uint8Array): number {
  const full = digest.findIndex((byte) => byte !== 0);
  if (full === -1) return digest.length * 8;
  return full * 8 + Math.clz32(digest[full] ?? 0) - 24;
}

/** Whether a nonce proves the work for this response. */
export function isProof(survey: string, id: string, nonce: string, bits: number, hash: Hash): boolean {
  if (!/^[0-9]{1,20}$/.test(nonce)) return false;
  return zeroBits(hash(new TextEncoder().encode(challenge(survey, id) + nonce))) >= bits;
}

/** Try `count` numbers from `from`; give the first that proves the work, or null. */
export function searchProof(
  survey: string, id: string, bits: number, hash: Hash, from: number, count: number,
): string | null {
  const head = new TextEncoder().encode(challenge(survey, id));
  const bytes = new Uint8Array(head.length + 16);
  bytes.set(head);
  for (let number = from; number < from + count; number += 1) {
    const digits = String(number);
    for (let i = 0; i < digits.length; i += 1) bytes[head.length + i] = digits.charCodeAt(i);
    if (zeroBits(hash(bytes.subarray(0, head.length + digits.length))) >= bits) return digits;
  }
  return null;
}
