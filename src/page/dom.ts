// Elements, made with text only: nothing that somebody else wrote can become markup, or move what stands around it.
import type { ShownName } from "../protocol/look-alike.ts";
import { safeText } from "../protocol/safe-text.ts";

/** The element with this id; it is in the page's own markup. */
export function byId<T extends Element>(id: string, kind: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} #${id}.`);
  return found;
}

interface Look {
  class?: string;
  test?: string;
}

/** A text child is made inert on its way in. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  look: Look = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (look.class) element.className = look.class;
  if (look.test) element.dataset.test = look.test;
  element.append(...children.map((child) => (typeof child === "string" ? safeText(child) : child)));
  return element;
}

/** Somebody's name as a part of a sentence: written from right to left it moves nothing else, and it says whose it is. */
export function nameTag({ name, suffix }: ShownName): HTMLElement {
  const tag = make("bdi", {}, name);
  const who = make("span", {}, tag);
  if (suffix) who.append(make("small", { class: "suffix" }, suffix));
  return who;
}

export function setText(element: HTMLElement, text: string): void {
  const safe = safeText(text);
  // Writing the same text again would make a screen reader say it again.
  if (element.textContent !== safe) element.textContent = safe;
}
