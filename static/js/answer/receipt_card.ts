/** The receipt: a private link, the same as a picture to scan and as a code to write down. */

import { encode } from "uqr";
import { writeCode } from "../core/receipt_codes.ts";
import type { Words } from "../core/words.ts";
import { svg } from "../map/svg.ts";
import { element } from "../ui/elements.ts";
import { button } from "./frame.ts";

export interface ReceiptSetting {
  /** The device is not the person's own: nothing can be kept on it. */
  readonly lent: boolean;
  /** The person has taken the receipt with them, in whichever way. */
  readonly onSaved: () => void;
}

export interface ReceiptCard {
  readonly card: HTMLElement;
  /** Keep it as a file, and say so. */
  readonly save: () => void;
}

export function receiptCard(link: string, secret: string, project: string, words: Words, setting: ReceiptSetting): ReceiptCard {
  const code = writeCode(secret);
  const said = element("p", { role: "status", class: "hint" });
  const tell = (done: Promise<unknown>, key: string): void => {
    const kept = (): void => {
      setting.onSaved();
      said.textContent = words(key);
    };
    done.then(kept, () => (said.textContent = words("flow_receipt_failed")));
  };
  const keep = (): void => tell(Promise.resolve().then(() => save(link, code, project, words)), "flow_receipt_saved");
  const written = element("div", {},
    element("p", { class: "hint" }, words(setting.lent ? "flow_receipt_code_lent" : "flow_receipt_code")),
    element("p", { class: "receipt-code", dir: "ltr" }, ...breakable(code)));
  const card = element(
    "section", { class: "receipt", "aria-labelledby": "receipt-heading" },
    element("h2", { id: "receipt-heading" }, words("flow_receipt")),
    element("p", {}, words(setting.lent ? "flow_receipt_why_lent" : "flow_receipt_why")),
    element("div", { class: "receipt-ways" }, qrPicture(link, words("flow_receipt_qr")), written),
  );
  if (setting.lent) return { card, save: keep };
  const open = element("a", { href: link, class: "receipt-link" }, words("flow_receipt_open"));
  written.prepend(element("p", {}, open));
  const buttons = element("div", { class: "receipt-buttons" },
    button(words("flow_receipt_copy"), () => tell(navigator.clipboard.writeText(link), "flow_receipt_copied"), "button"));
  if ("share" in navigator) {
    const share = (): void => void navigator.share({ title: words("flow_receipt_title", { project }), url: link })
      .then(setting.onSaved, () => undefined);
    buttons.append(button(words("flow_receipt_share"), share, "button"));
  }
  card.append(buttons, said);
  return { card, save: keep };
}

/** The code, which may go to a new line after each group. */
function breakable(code: string): Node[] {
  return code.split(/(?<=-)/).flatMap((group) => [document.createTextNode(group), element("wbr")]);
}

/** A QR code, dark on light whatever the theme, since scanners read no other. */
function qrPicture(text: string, description: string): SVGSVGElement {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const picture = svg("svg", { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "shape-rendering": "crispEdges" });
  picture.setAttribute("aria-label", description);
  picture.append(svg("rect", { class: "qr-ground", width: size, height: size }), svg("path", { class: "qr-squares", d: squares.join("") }));
  return picture;
}

/** A small text file with link and code. */
function save(link: string, code: string, project: string, words: Words): void {
  const text = `${words("flow_receipt_title", { project })}\n\n${link}\n${code}\n\n${words("flow_receipt_why")}\n`;
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  element("a", { href: address, download: `${words("flow_receipt_file")}.txt` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
