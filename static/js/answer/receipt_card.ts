/** The receipt: a private link, the same as a picture to scan and as a code to write down. */

import { encode } from "uqr";
import { writeCode } from "../core/receipt_codes.ts";
import type { Words } from "../core/words.ts";
import { svg } from "../map/svg.ts";
import { element } from "../ui/elements.ts";
import { button } from "./frame.ts";

export function receiptCard(link: string, secret: string, project: string, words: Words): HTMLElement {
  const code = writeCode(secret);
  const said = element("p", { role: "status", class: "hint" });
  const tell = (done: Promise<unknown>, key: string): void => {
    done.then(() => (said.textContent = words(key)), () => (said.textContent = words("flow_receipt_failed")));
  };
  const buttons = element("div", { class: "receipt-buttons" });
  buttons.append(
    button(words("flow_receipt_copy"), () => tell(navigator.clipboard.writeText(link), "flow_receipt_copied"), "button"),
    button(words("flow_receipt_save"), () => save(link, code, project, words), "button"),
  );
  if ("share" in navigator) {
    const share = (): void => void navigator.share({ title: words("flow_receipt_title", { project }), url: link }).catch(() => undefined);
    buttons.append(button(words("flow_receipt_share"), share, "button"));
  }
  return element(
    "section", { class: "receipt", "aria-labelledby": "receipt-heading" },
    element("h2", { id: "receipt-heading" }, words("flow_receipt")),
    element("p", {}, words("flow_receipt_why")),
    element("div", { class: "receipt-ways" },
      qrPicture(link, words("flow_receipt_qr")),
      element("div", {},
        element("p", {}, element("a", { href: link, class: "receipt-link" }, words("flow_receipt_open"))),
        element("p", { class: "hint" }, words("flow_receipt_code")),
        element("p", { class: "receipt-code", dir: "ltr" }, ...breakable(code)))),
    buttons, said,
  );
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
