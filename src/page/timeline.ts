// The conversation: what went through the server, what went peer to peer, and what happened in the room.

import type { ShownName } from "../protocol/look-alike.ts";
import { safeLines } from "../protocol/safe-text.ts";
import { make, nameTag } from "./dom.ts";

interface Entry {
  name: ShownName;
  text: string;
  time: number;
  own: boolean;
  /** Through the server; or straight from peer to peer, with whom it is between. */
  by: "server" | { peer: HTMLElement | string };
  /** From the room's history. */
  old?: boolean;
}

/** The last moment that a date can be of. */
const LAST_TIME = 8.64e15;
/** Older ones are still in the room's history. */
const MOST_ENTRIES = 500;
/** Who has scrolled up further than this is reading, and is left alone. */
const NEAR_END_PX = 80;

const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });

export class Timeline {
  readonly #list: HTMLElement;
  #atEnd = true;

  constructor(list: HTMLElement) {
    this.#list = list;
    list.onscroll = () => {
      const { scrollHeight, scrollTop, clientHeight } = list;
      this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    };
    // The list of members grows at its cost.
    new ResizeObserver(() => this.#follow()).observe(list);
  }

  message({ name, text, time, own, by, old }: Entry): void {
    const direct = by !== "server";
    const head = make("div", { class: "head" }, make("strong", {}, own ? "You" : nameTag(name)));
    if (direct) head.append(make("span", { class: "tag" }, "peer to peer", ...(own ? [" · ", by.peer] : [])));
    const when = make("time", {}, Math.abs(time) <= LAST_TIME ? clock.format(time) : "");
    if (Math.abs(time) <= LAST_TIME) when.dateTime = new Date(time).toISOString();
    head.append(when);
    const lines = safeLines(text).map((line) => {
      const shown = make("div", {}, line || "\u00a0");
      // Each line begins on its own side, and none turns the others around.
      shown.dir = "auto";
      return shown;
    });
    const body = make("div", { class: "body", test: "message-text" }, ...lines);
    const looks = ["message", direct && "direct", own && "own", old && "old"].filter(Boolean).join(" ");
    this.#append(make("li", { class: looks, test: direct ? "direct-message" : "chat-message" }, head, body));
  }

  event(...parts: (Node | string)[]): void {
    this.#append(make("li", { class: "event", test: "event" }, ...parts));
  }

  clear(): void {
    this.#list.replaceChildren();
  }

  #append(entry: HTMLElement): void {
    this.#list.append(entry);
    while (this.#list.childElementCount > MOST_ENTRIES) this.#list.firstElementChild?.remove();
    this.#follow();
  }

  #follow(): void {
    if (this.#atEnd) this.#list.scrollTop = this.#list.scrollHeight;
  }
}
