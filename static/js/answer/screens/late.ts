/** The screens that come late in the way, as one file: one request rather than six, and the first files stay few. */

export { backgroundScreen } from "./background.ts";
export { checkScreen } from "./check.ts";
export { textScreen } from "./text.ts";
export { choiceScreen } from "./choice.ts";
export { homeAreaScreen, otherAreasScreen } from "./areas.ts";
export { thanksScreen } from "../thanks.ts";
export { toldInWords } from "../told_in_words.ts";
export { leftPanel } from "./left_panel.ts";
export { elsewhereScreen } from "./elsewhere.ts";
