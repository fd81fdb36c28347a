/** What stands on the picture for slides besides the map: the question, the choice, the message and the source. */

import type { ColumnState } from "../core/plan_state.ts";
import type { Speaker } from "../ui/values.ts";
import { weightsSaid } from "./weights_said.ts";
import type { MapColumn } from "./map_column.ts";
import type { PlanData } from "./page_data.ts";
import type { Sentences } from "./sentence.ts";

interface Told {
  readonly page: PlanData;
  readonly sentences: Sentences;
  readonly speaker: Speaker;
}

/** A picture leaves the house alone: that its answers are invented stands on it, not only on the page. */
function madeUp({ project }: PlanData, { words }: Speaker): string {
  return project.is_synthetic ? words("picture_made_up") : "";
}

/** Make the picture of a column and hand it to the reader; false where it could not be made. */
export async function saveSlide(
  own: MapColumn,
  column: ColumnState,
  { page, sentences, speaker }: Told,
): Promise<boolean> {
  if (!own.payload) return false;
  const { title, people, denominator, captions } = own.payload.mentalmap;
  const source = speaker.words("picture_source", {
    project: page.project.name,
    survey: sentences.survey(column),
    people: speaker.formats.whole(people),
    asked: speaker.formats.whole(denominator),
    date: new Intl.DateTimeFormat(page.locale, { dateStyle: "long" }).format(new Date()),
  });
  const hasPlace = !own.node.classList.contains("has-no-place");
  // A folded legend has no size to be painted in; unfolded it would make the map smaller, so it lies elsewhere.
  const fold = own.node.querySelector<HTMLDetailsElement>("details.legend-fold")!;
  const isFolded = !fold.open;
  fold.style.blockSize = `${fold.offsetHeight}px`;
  own.node.classList.add("is-pictured");
  own.foldLegend(false);
  try {
    const { pictureOf, saveFile } = await import("./picture.ts");
    const picture = hasPlace ? own.node.querySelector<HTMLElement>(".map")! : own.side;
    const blob = await pictureOf(picture, own.node.querySelector<HTMLElement>(".legend")!, {
      title: page.layers.find(({ name }) => name === column.layer)?.question ?? title,
      sentence: sentences.text(column),
      headline: captions[0] ?? "",
      notice: madeUp(page, speaker),
      source: [weightsSaid(own.payload), source, page.basemap.kind === "outline" ? page.basemap.attribution : ""].filter(Boolean).join(" "),
    });
    saveFile(blob, `${page.project.slug}-${column.layer}.png`);
    return true;
  } catch {
    return false;
  } finally {
    own.foldLegend(isFolded);
    own.node.classList.remove("is-pictured");
    fold.style.blockSize = "";
  }
}
