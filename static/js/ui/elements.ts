/** Make HTML elements by hand: text always arrives as text, never as markup. */

type Attributes = Readonly<Record<string, string>>;
type Child = Node | string;

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Text of a respondent or a gazetteer, kept from turning the sentence round it. */
export function isolated(text: string): HTMLElement {
  return element("bdi", {}, text);
}

/** An element that the template promises; a missing one is a defect of ours, said by name. */
export function required<Type extends Element>(selector: string, type: new () => Type): Type {
  const found = document.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`the page has no ${type.name} at "${selector}"`);
  return found;
}
