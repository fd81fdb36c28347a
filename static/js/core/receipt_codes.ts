/** A receipt's secret as people write it off a screen or paper; the same as mentalmap/domain/receipt_codes.py. */

const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; // base 32 of Crockford: no I, L, O, U
const LENGTH = 26;
const GROUP = 4;

/** Write a secret (base64url, 22 characters) in seven groups, to be copied by hand. */
export function writeCode(secret: string): string {
  let number = bytesOf(secret).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  let signs = "";
  for (let place = 0; place < LENGTH; place += 1) {
    signs = (SIGNS[Number(number & 31n)] ?? "") + signs;
    number >>= 5n;
  }
  return (signs.match(new RegExp(`.{1,${GROUP}}`, "g")) ?? []).join("-");
}

/** Read a code in any case and grouping, a secret, or the end of a receipt's link; null if it is none of them. */
export function readCode(text: string): string | null {
  const written = text.trim().slice(text.trim().lastIndexOf("#") + 1);
  if (written.length > 4 * LENGTH) return null;
  return readSecret(written) ?? readSigns(written);
}

function readSecret(written: string): string | null {
  return /^[A-Za-z0-9_-]{22}$/.test(written) && toBase64url(bytesOf(written)) === written ? written : null;
}

function readSigns(written: string): string | null {
  const signs = written.replace(/[\s\-–—_.·]+/g, "").toUpperCase().replace(/[IL]/g, "1").replaceAll("O", "0");
  if (signs.length !== LENGTH || [...signs].some((sign) => !SIGNS.includes(sign))) return null;
  let number = [...signs].reduce((sum, sign) => (sum << 5n) | BigInt(SIGNS.indexOf(sign)), 0n);
  if (number >> 128n !== 0n) return null;
  const bytes = new Uint8Array(16);
  for (let index = 15; index >= 0; index -= 1) {
    bytes[index] = Number(number & 255n);
    number >>= 8n;
  }
  return toBase64url(bytes);
}

function bytesOf(secret: string): Uint8Array {
  const binary = atob(secret.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function toBase64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
