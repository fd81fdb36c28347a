/**
 * A picture for slides, made in the browser: title, message, map, legend and source.
 *
 * The map is painted as it stands: canvases and drawings as they are, words with the page's own fonts.
 * Nothing is asked of a server, and tiles of another host, which a canvas may not read, are left out.
 */

const WIDTH_PX = 1600;
const MARGIN_PX = 56;
const LEGEND_PX = 380;
const DENSITY = 2;
/** What stands beside a map may be long; no slide is longer than this. */
const MOST_PX = 3000;
/** Of a drawing's look, what is painted; the style sheet says it by class, the picture has no style sheet. */
const PAINTED = [
  "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
  "stroke-linecap", "stroke-linejoin", "opacity", "mix-blend-mode", "paint-order", "display", "visibility",
] as const; // prettier-ignore

export interface PictureWords {
  readonly title: string;
  readonly sentence: string;
  readonly headline: string;
  /** What nobody may overlook; empty for nothing. */
  readonly notice: string;
  readonly source: string;
}

/** Paint one map, or what is told instead of one, with its words into a PNG. */
export async function pictureOf(map: HTMLElement, legend: HTMLElement, words: PictureWords): Promise<Blob> {
  await document.fonts?.ready;
  const isMap = map.classList.contains("leaflet-container");
  const mapBox = isMap ? map.getBoundingClientRect() : contentBox(map);
  const legendBox = contentBox(legend);
  const hasLegend = legend.childElementCount > 0 && legendBox.width > 0;
  const mapWidth = WIDTH_PX - 2 * MARGIN_PX - (hasLegend ? LEGEND_PX + 32 : 0);
  const scale = mapWidth / mapBox.width;
  const mapHeight = Math.min(mapBox.height * scale, isMap ? 1000 : MOST_PX);
  const style = getComputedStyle(legend);
  const [ink, soft, paper] = ["--ink", "--ink-soft", "--paper"].map((name) => style.getPropertyValue(name).trim()) as [string, string, string];
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d")!;
  const font = (weight: number, size: number): string => `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
  const blocks = [
    { text: words.title, font: font(650, 44), size: 44, color: ink },
    { text: words.sentence, font: font(400, 26), size: 26, color: soft },
    { text: words.headline, font: font(600, 28), size: 28, color: ink },
    { text: words.notice, font: font(600, 26), size: 26, color: ink },
  ].filter(({ text }) => text !== "").map((block) => {
    context.font = block.font;
    return { ...block, lines: wrapped(context, block.text, WIDTH_PX - 2 * MARGIN_PX) };
  });
  const headHeight = blocks.reduce((sum, { lines, size }) => sum + lines.length * size * 1.25 + 8, 0);
  context.font = font(400, 20);
  const foot = wrapped(context, words.source, WIDTH_PX - 2 * MARGIN_PX);
  const height = Math.ceil(MARGIN_PX + headHeight + 20 + mapHeight + 24 + foot.length * 26 + MARGIN_PX * 0.6);
  canvas.width = WIDTH_PX * DENSITY;
  canvas.height = height * DENSITY;
  context.scale(DENSITY, DENSITY);
  context.fillStyle = paper;
  context.fillRect(0, 0, WIDTH_PX, height);
  let y = MARGIN_PX;
  for (const block of blocks) {
    y = writeLines(context, block.lines, MARGIN_PX, y, block.size * 1.25, block.font, block.color) + 8;
  }
  y += 12;
  context.save();
  context.beginPath();
  context.rect(MARGIN_PX, y, mapWidth, mapHeight);
  context.clip();
  context.translate(MARGIN_PX, y);
  context.scale(scale, scale);
  await paintElement(context, map, mapBox, DENSITY * scale, !isMap);
  context.restore();
  if (hasLegend) {
    const fit = Math.min(1.25, LEGEND_PX / legendBox.width);
    context.save();
    context.translate(MARGIN_PX + mapWidth + 32, y);
    context.scale(fit, fit);
    await paintElement(context, legend, legendBox, DENSITY * fit, true);
    context.restore();
  }
  writeLines(context, foot, MARGIN_PX, y + mapHeight + 24, 26, font(400, 20), soft);
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture is empty"))), "image/png"),
  );
}

/** Hand a picture to the reader as a file. */
export function saveFile(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function contentBox(node: HTMLElement): DOMRect {
  const box = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const [left, top] = [parseFloat(style.paddingLeft), parseFloat(style.paddingTop)];
  return new DOMRect(box.left + left, box.top + top, box.width - left - parseFloat(style.paddingRight), node.scrollHeight);
}

/** Paint what stands in an element, in the order of the page. */
async function paintElement(
  context: CanvasRenderingContext2D,
  root: HTMLElement,
  frame: DOMRect,
  density: number,
  isPlain = false,
): Promise<void> {
  if (!isPlain) {
    context.fillStyle = getComputedStyle(root).backgroundColor;
    context.fillRect(0, 0, frame.width, frame.height);
  }
  for (const node of inPaintingOrder(root)) {
    if (node instanceof Text) paintText(context, node, frame);
    else if (node instanceof HTMLCanvasElement) paintCanvas(context, node, frame);
    else if (node instanceof SVGSVGElement) await paintDrawing(context, node, frame, density);
  }
}

/** Drawings, canvases and words; panes of the map by their height, the rest as it stands in the page. */
function inPaintingOrder(root: HTMLElement): (Text | HTMLCanvasElement | SVGSVGElement)[] {
  const found: (Text | HTMLCanvasElement | SVGSVGElement)[] = [];
  const visit = (node: Node): void => {
    if (node instanceof Text) {
      if (node.data.trim() && node.parentElement?.checkVisibility() && !node.parentElement.closest(".visually-hidden")) found.push(node);
    } else if (node instanceof HTMLCanvasElement || node instanceof SVGSVGElement) {
      if (node.checkVisibility()) found.push(node);
    } else if (node instanceof HTMLElement) {
      const children = [...node.childNodes];
      const height = (child: Node): number =>
        child instanceof HTMLElement ? Number(getComputedStyle(child).zIndex) || 0 : 0;
      if (node.classList.contains("leaflet-map-pane")) children.sort((one, other) => height(one) - height(other));
      children.forEach(visit);
    }
  };
  visit(root);
  return found;
}

function paintCanvas(context: CanvasRenderingContext2D, node: HTMLCanvasElement, frame: DOMRect): void {
  const box = node.getBoundingClientRect();
  if (box.width === 0 || node.width === 0) return;
  context.save();
  context.globalAlpha = Number(getComputedStyle(node).opacity);
  context.drawImage(node, box.left - frame.left, box.top - frame.top, box.width, box.height);
  context.restore();
}

/** A drawing without its words as a picture, then its words with the page's fonts. */
async function paintDrawing(context: CanvasRenderingContext2D, node: SVGSVGElement, frame: DOMRect, density: number): Promise<void> {
  const box = node.getBoundingClientRect();
  if (box.width === 0 || box.height === 0) return;
  const copy = node.cloneNode(true) as SVGSVGElement;
  dress(copy, node);
  bringPatterns(copy);
  for (const text of copy.querySelectorAll("text")) text.remove();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  if (!copy.hasAttribute("viewBox")) copy.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
  copy.setAttribute("width", String(box.width * density));
  copy.setAttribute("height", String(box.height * density));
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  context.drawImage(image, box.left - frame.left, box.top - frame.top, box.width, box.height);
  for (const text of node.querySelectorAll("text")) paintSvgText(context, text, frame);
}

/** Write the look that the style sheet gives an element, and all in it, into its copy. */
function dress(copy: Element, node: Element): void {
  const copies = [copy, ...copy.querySelectorAll("*")];
  [node, ...node.querySelectorAll("*")].forEach((original, index) => {
    const style = getComputedStyle(original);
    for (const name of PAINTED) {
      const value = style.getPropertyValue(name);
      if (value) copies[index]!.setAttribute(name, withoutAddress(value));
    }
    copies[index]!.removeAttribute("class");
    copies[index]!.removeAttribute("style");
  });
}

/** Patterns that stand in another drawing of the page come along. */
function bringPatterns(copy: SVGSVGElement): void {
  const named = new XMLSerializer().serializeToString(copy).matchAll(/url\(#([\w-]+)\)/g);
  for (const id of new Set([...named].map((match) => match[1]!))) {
    const pattern = copy.querySelector(`#${CSS.escape(id)}`) ? null : document.getElementById(id);
    if (!pattern) continue;
    const brought = pattern.cloneNode(true) as Element;
    dress(brought, pattern);
    copy.prepend(brought);
  }
}

/** `url("https://…/plan?x#id")` as browsers compute it, back to `url(#id)`. */
function withoutAddress(value: string): string {
  return value.replace(/url\("[^"]*#([^"]+)"\)/g, "url(#$1)");
}

function paintSvgText(context: CanvasRenderingContext2D, text: SVGTextElement, frame: DOMRect): void {
  const matrix = text.getScreenCTM();
  const words = text.textContent ?? "";
  if (!matrix || !words.trim() || text.getNumberOfChars() === 0) return;
  const style = getComputedStyle(text);
  context.save();
  context.translate(-frame.left, -frame.top);
  context.transform(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f);
  context.font = fontOf(style);
  context.letterSpacing = style.letterSpacing === "normal" ? "0px" : style.letterSpacing;
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  context.globalAlpha = Number(style.opacity);
  const pieces = text.querySelector("tspan") ? [...text.querySelectorAll("tspan")] : [text];
  for (const piece of pieces) {
    if (piece.getNumberOfChars() === 0) continue;
    const start = piece.getStartPositionOfChar(0);
    const said = piece.textContent ?? "";
    if (style.stroke !== "none" && parseFloat(style.strokeWidth) > 0) {
      context.strokeStyle = style.stroke;
      context.lineWidth = parseFloat(style.strokeWidth);
      context.strokeText(said, start.x, start.y);
    }
    context.fillStyle = style.fill;
    context.fillText(said, start.x, start.y);
  }
  context.restore();
}

/** Words of the page, each where it stands. */
function paintText(context: CanvasRenderingContext2D, node: Text, frame: DOMRect): void {
  const style = getComputedStyle(node.parentElement!);
  context.save();
  context.font = fontOf(style);
  context.fillStyle = style.color;
  context.textBaseline = "alphabetic";
  const range = document.createRange();
  for (const word of node.data.matchAll(/\S+/g)) {
    range.setStart(node, word.index);
    range.setEnd(node, word.index + word[0].length);
    const box = range.getBoundingClientRect();
    const measure = context.measureText(word[0]);
    const slack = (box.height - measure.fontBoundingBoxAscent - measure.fontBoundingBoxDescent) / 2;
    context.fillText(word[0], box.left - frame.left, box.top - frame.top + slack + measure.fontBoundingBoxAscent);
  }
  context.restore();
}

function fontOf(style: CSSStyleDeclaration): string {
  return `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
}

function wrapped(context: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (line && context.measureText(longer).width > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return line ? [...lines, line] : lines;
}

function writeLines(
  context: CanvasRenderingContext2D,
  lines: readonly string[],
  x: number,
  top: number,
  step: number,
  font: string,
  color: string,
): number {
  context.font = font;
  context.fillStyle = color;
  context.textBaseline = "top";
  lines.forEach((line, index) => context.fillText(line, x, top + index * step));
  return top + lines.length * step;
}
