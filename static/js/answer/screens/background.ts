/** Some questions about the person, all of them free. */

import { element } from "../../ui/elements.ts";
import { backgroundFields } from "../background.ts";
import { primary, quiet, type Frame } from "../frame.ts";
import type { Journey, Shown } from "../journey.ts";
import { onwardKey } from "./question_head.ts";

export function backgroundScreen(journey: Journey, frame: Frame): Shown {
  const { words } = journey;
  frame.layOut("words");
  frame.head(words("flow_about_you"));
  frame.body.append(
    element("p", { class: "hint" }, words("flow_about_you_why")),
    ...backgroundFields({
      form: journey.form,
      draft: () => journey.draft,
      locale: journey.locale,
      words,
      onChange: (draft) => journey.change(draft),
    }),
  );
  frame.foot.append(quiet(words("flow_skip_all"), () => journey.skip()), primary(words(onwardKey(journey)), () => journey.next()));
  return {};
}
