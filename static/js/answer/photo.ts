/** A photo of a place: made small on this device, so that little is sent and nothing of the camera's notes. */

import type { Mark } from "../core/draft.ts";
import { fitWithin } from "../core/pictures.ts";
import type { Words } from "../core/words.ts";
import { element } from "../ui/elements.ts";
import type { AnswerStore } from "./store.ts";

const LONGEST_SIDE_PX = 1600;
const QUALITY = 0.82;

export interface PhotoSetting {
  readonly mark: Mark;
  readonly words: Words;
  readonly store: AnswerStore;
  readonly onChange: (has: boolean) => void;
}

/** Choose or take a photo, see it, take it away again. */
export function photoPart({ mark, words, store, onChange }: PhotoSetting): HTMLElement {
  const id = `photo-${mark.id}`;
  const input = element("input", { type: "file", accept: "image/*", id, class: "visually-hidden" });
  const choose = element("label", { for: id, class: "button" });
  const picture = element("img", { class: "photo-preview", alt: words("flow_photo_alt") });
  const remove = element("button", { type: "button", class: "link-button" }, words("flow_photo_remove"));
  const said = element("p", { class: "hint", role: "status" });
  let address = "";
  const show = (photo: Blob | null): void => {
    if (address) URL.revokeObjectURL(address);
    address = photo ? URL.createObjectURL(photo) : "";
    picture.hidden = remove.hidden = photo === null;
    if (address) picture.src = address;
    else picture.removeAttribute("src");
    choose.textContent = words(photo ? "flow_photo_other" : "flow_photo_add");
  };
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (!file) return;
    input.value = "";
    // A device that does not know a kind of file names none; then reading it will tell.
    if (file.type !== "" && !file.type.startsWith("image/")) {
      said.textContent = words("flow_photo_no_picture");
      return;
    }
    said.textContent = words("flow_photo_working");
    shrink(file).then(async (photo) => {
      await store.savePhoto(mark.id, photo);
      show(photo);
      onChange(true);
      said.textContent = words("flow_photo_kept");
    }).catch(() => {
      said.textContent = words("flow_photo_failed");
    });
  });
  remove.addEventListener("click", () => {
    void store.dropPhoto(mark.id);
    show(null);
    onChange(false);
    said.textContent = words("flow_photo_gone");
    input.focus();
  });
  show(null);
  if (mark.has_photo) void store.photo(mark.id).then(show);
  return element(
    "div", { class: "photo", role: "group", "aria-label": words("flow_photo") },
    element("p", { class: "group-legend" }, words("flow_photo")),
    element("p", { class: "hint" }, words("flow_photo_hint")),
    picture, element("div", { class: "photo-buttons" }, input, choose, remove), said,
  );
}

/** The picture upright, at most 1600 px long, as JPEG. */
async function shrink(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const { width, height } = fitWithin(picture.width, picture.height, LONGEST_SIDE_PX);
  const canvas = element("canvas");
  canvas.width = width;
  canvas.height = height;
  const pen = canvas.getContext("2d");
  if (!pen) throw new Error("this browser does not draw pictures");
  pen.fillStyle = "#fff"; // under what is transparent
  pen.fillRect(0, 0, width, height);
  pen.drawImage(picture, 0, 0, width, height);
  picture.close();
  return new Promise((resolve, reject) => {
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error("no picture came out"))), "image/jpeg", QUALITY);
  });
}
