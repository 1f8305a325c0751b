// The list of members: who is host, which seat, and how the link to each one goes.
import type { Link } from "../client/link.ts";
import type { Room } from "../client/room.ts";
import type { PeerId } from "../protocol/ids.ts";
import { shownNames } from "../protocol/look-alike.ts";
import type { Member, Pair } from "../protocol/shapes.ts";
import { make, nameTag, setText } from "./dom.ts";
import { wordFailure, wordLink } from "./wording.ts";

/** Neighbouring seats get colours far apart. */
const GOLDEN_ANGLE = 137.5;

interface Card {
  element: HTMLLIElement;
  name: HTMLElement;
  /** The name as it is there. */
  shown: string;
  role: HTMLElement;
  state: HTMLElement;
  way: HTMLElement;
  path: HTMLElement;
  ping: HTMLElement;
  help: HTMLElement;
  again: HTMLButtonElement;
}

export class Roster {
  readonly #list: HTMLElement;
  readonly #cards = new Map<string, Card>();

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** As the room is now; cards stay the same elements, so that focus and reading positions do. */
  show(room: Room, links: ReadonlyMap<PeerId, Link>): void {
    const members = [...room.members.values()].sort((a, b) => a.seat - b.seat);
    const there = new Set(members.map(keyOf));
    for (const [key, { element }] of this.#cards) {
      if (there.has(key)) continue;
      element.remove();
      this.#cards.delete(key);
    }
    const names = shownNames(members);
    for (const member of members) {
      const card = this.#card(member, () => links.get(member.peer)?.restart());
      const shown = names.get(member.peer)!;
      if (card.shown !== shown.name + shown.suffix) {
        card.shown = shown.name + shown.suffix;
        card.name.replaceChildren(nameTag(shown));
      }
      const you = member.peer === room.self.peer;
      const host = member.peer === room.view.host;
      setText(card.role, [`seat ${member.seat}`, host && "host", you && "you"].filter(Boolean).join(" · "));
      showLink(card, you ? undefined : links.get(member.peer));
    }
  }

  ping(member: Member | undefined, ms: number): void {
    const card = member && this.#cards.get(keyOf(member));
    if (card) setText(card.ping, `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`);
  }

  clear(): void {
    this.#cards.clear();
    this.#list.replaceChildren();
  }

  #card(member: Member, restart: () => void): Card {
    const there = this.#cards.get(keyOf(member));
    if (there) return there;
    const role = make("span", { test: "member-role" });
    const name = make("strong", { test: "member-name" });
    const avatar = make("span", { class: "avatar" }, [...member.name][0]?.toUpperCase() ?? "?");
    avatar.ariaHidden = "true";
    avatar.style.setProperty("--hue", String(Math.round(member.seat * GOLDEN_ANGLE) % 360));
    const state = make("span", { class: "link-state", test: "link-state" });
    const path = make("span", { class: "path", test: "link-path" });
    const ping = make("span", { class: "ping", test: "link-ping" });
    const help = make("span", { class: "help" });
    const again = make("button", { class: "small", test: "link-restart" }, "Try again");
    again.type = "button";
    again.addEventListener("click", restart);
    const way = make("div", { class: "route" }, path, ping, help, again);
    const who = make("div", { class: "who" }, name, role);
    const element = make("li", { class: "member", test: "member" }, avatar, who, state, way);
    element.dataset.peer = member.peer;
    const card = { element, name, shown: "", role, state, way, path, ping, help, again };
    this.#cards.set(keyOf(member), card);
    this.#list.append(element);
    return card;
  }
}

const keyOf = ({ peer, seat }: Member): string => `${peer} ${seat}`;

function showLink({ element, state, way, path, ping, help, again }: Card, link: Link | undefined): void {
  state.hidden = way.hidden = !link;
  if (!link) return;
  const open = link.state === "connected" && link.channel !== null;
  const failed = link.state === "failed";
  element.dataset.link = link.state === "connected" && !open ? "connecting" : link.state;
  setText(
    state,
    open ? wordLink.connected : wordLink[link.state === "connected" ? "connecting" : link.state],
  );
  way.hidden = !open && !failed;
  path.hidden = ping.hidden = !open;
  help.hidden = again.hidden = !failed;
  setText(path, link.pair ? wordPair(link.pair) : "");
  setText(help, failed ? wordFailure(link) : "");
}

const wordPair = ({ local, remote, protocol }: Pair): string =>
  `${local} ⇄ ${remote}${protocol ? ` · ${protocol}` : ""}`;
