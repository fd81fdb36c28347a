/** Numbers as the reader's language writes them. Minus is a real minus sign. */

export interface NumberFormats {
  /** 1 498 */
  readonly whole: (value: number) => string;
  /** 37 % */
  readonly share: (value: number) => string;
  /** +0.8 or −1.2: the sign is said, because zero is neutral. */
  readonly signed: (value: number) => string;
  /** 3.4 */
  readonly decimal: (value: number) => string;
}

export function numberFormats(locale: string): NumberFormats {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
  const signed = new Intl.NumberFormat(locale, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: "exceptZero",
  });
  const decimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return {
    decimal: (value) => realMinus(decimal.format(value)),
    whole: (value) => realMinus(whole.format(value)),
    share: (value) => realMinus(share.format(value)),
    signed: (value) => realMinus(signed.format(value)),
  };
}

function realMinus(text: string): string {
  return text.replaceAll("-", "−");
}
