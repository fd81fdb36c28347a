/** Which ink can be read on a colour. */

const DARK = "#17212b";
const LIGHT = "#ffffff";

/** Dark or light ink, whichever stands out more from `color` (WCAG contrast); the dark one where it is no colour. */
export function inkOn(color: string): string {
  return contrast(color, LIGHT) > contrast(color, DARK) ? LIGHT : DARK;
}

/** Contrast of two colours written as #rrggbb, 1 … 21; 1 where one of them is not written so. */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  if (a === null || b === null) return 1;
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(color: string): number | null {
  const channels = channelsOf(color);
  if (!channels) return null;
  const [r, g, b] = channels.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Red, green and blue of a colour written as #rrggbb, 0 … 255. */
export function channelsOf(color: string): [red: number, green: number, blue: number] | null {
  const [, r, g, b] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(color) ?? [];
  return r && g && b ? [Number.parseInt(r, 16), Number.parseInt(g, 16), Number.parseInt(b, 16)] : null;
}
