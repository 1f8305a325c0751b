// One stay in a room: the room and its mesh on one side, the roster, timeline and composer on the other.
import type { Link } from "../client/link.ts";
import type { Mesh } from "../client/mesh.ts";
import type { Back, Room } from "../client/room.ts";
import type { PeerId } from "../protocol/ids.ts";
import { type ShownName, shownName } from "../protocol/look-alike.ts";
import type { Message } from "../protocol/shapes.ts";
import { byId, make, nameTag, setText } from "./dom.ts";
import { Figure } from "./figure.ts";
import { openPeerTalk, type PeerTalk } from "./peer-talk.ts";
import { Roster } from "./roster.ts";
import { Timeline } from "./timeline.ts";
import { wordLeave } from "./wording.ts";

const SERVER = "server";
const NOBODY: ShownName = { name: "", suffix: "" };
const ALL_PEERS = "peers";

export class Visit {
  readonly #room: Room;
  readonly #mesh: Mesh | null;
  readonly #talk: PeerTalk | null;
  readonly #roster = new Roster(byId("members", HTMLUListElement));
  readonly #timeline = new Timeline(byId("log", HTMLOListElement));
  readonly #figure = new Figure(byId("figure", SVGSVGElement));
  readonly #route = byId("route", HTMLSelectElement);
  readonly #composer = byId("composer", HTMLFormElement);
  /** Names of members who have left may still be needed for what they said last. */
  readonly #names = new Map<PeerId, string>();

  constructor(room: Room) {
    this.#room = room;
    this.#roster.clear();
    this.#timeline.clear();
    for (const message of room.messages) this.#hear(message, true);
    this.#timeline.event(`You are in ${room.id}, on seat ${room.self.seat}`);
    this.#listen(room);
    const rtc = "RTCPeerConnection" in globalThis;
    this.#mesh = rtc ? room.mesh() : null;
    this.#talk = this.#mesh && this.#openTalk(this.#mesh);
    if (!rtc) this.#timeline.event("This browser has no WebRTC: chat works, links between peers don't.");
    this.#route.onchange = () => this.#showRoute();
    this.#show();
  }

  /** Rejects if the server didn't take it, so that the text is kept. */
  async send(text: string): Promise<void> {
    const route = this.#route.value;
    const said = { name: NOBODY, text, time: Date.now(), own: true };
    if (route === SERVER) {
      const { time } = await this.#room.say(text);
      this.#timeline.message({ ...said, time, by: "server" });
      this.#figure.light("server", this.#room.self.peer);
      return;
    }
    const to = route === ALL_PEERS ? undefined : (route as PeerId);
    const reached = this.#talk?.say(text, to) ?? 0;
    if (reached === 0) throw new Error("No link is open to send that over.");
    const peer = to ? nameTag(this.#nameOf(to)) : reached === 1 ? "1 peer" : `${reached} peers`;
    this.#timeline.message({ ...said, by: { peer } });
    for (const each of this.#mesh?.links.keys() ?? [])
      if (!to || each === to) this.#figure.light("peer", each);
  }

  tell(text: string): void {
    this.#timeline.event(text);
  }

  /** Resolves when the seat is given back, so that the others see this member leave and not get lost. */
  close(): Promise<void> {
    this.#talk?.close();
    this.#mesh?.close();
    return this.#room.leave();
  }

  #listen(room: Room): void {
    const changed = (...parts: (Node | string)[]): void => {
      this.#timeline.event(...parts);
      this.#show();
    };
    room.on("message", (message) => {
      this.#hear(message, false);
      if (message.from) this.#figure.light("server", message.from);
    });
    room.on("member.joined", ({ member }) => changed(this.#tagOf(member.peer, member.name), " joined"));
    room.on("member.left", ({ peer, reason }) => {
      changed(this.#tagOf(peer), ` ${wordLeave[reason] ?? "left"}`);
    });
    room.on("member.held", ({ member }) =>
      changed(this.#tagOf(member.peer, member.name), " lost the connection"),
    );
    room.on("member.returned", ({ member }) => changed(this.#tagOf(member.peer, member.name), " is back"));
    room.on("host.changed", ({ host }) => {
      if (host === room.self.peer) changed("You are the host now");
      else if (host) changed(this.#tagOf(host), " is host now");
    });
    room.on("notice", ({ text, from }) => changed(`Notice of ${from}: `, make("bdi", {}, text)));
    room.on("room.updated", () => changed("The room was changed"));
    room.on("room.started", () => changed("The room is active"));
    room.on("room.finished", () => changed("The room is finished"));
    const back = (seat: string, { missed, complete }: Back): void => {
      const what = missed === 0 ? "nothing missed" : `${missed} missed`;
      changed(`Back ${seat} · ${complete ? what : `${what}, some may be gone`}`);
    };
    room.on("resumed", (event) => back("in your seat", event));
    room.on("joined", (event) => back("in the room, with a new seat", event));
  }

  #openTalk(mesh: Mesh): PeerTalk {
    mesh.on("link", (link) => {
      if (link.error) console.warn("rtrooms: link", link.peer, link.error);
      this.#show();
    });
    return openPeerTalk(mesh, {
      text: (peer, text) => {
        const name = this.#nameOf(peer);
        this.#timeline.message({ name, text, time: Date.now(), own: false, by: { peer: nameTag(name) } });
        this.#figure.light("peer", peer);
      },
      ping: (peer, ms) => this.#roster.ping(this.#room.members.get(peer), ms),
    });
  }

  #hear({ from, name, event, data, time }: Message, old: boolean): void {
    const text = textOf(data);
    if (event !== "chat" || text === null) return;
    const own = !old && from === this.#room.self.peer;
    const shown = shownName({ peer: from, name }, this.#room.members.values());
    this.#timeline.message({ name: shown, text, time, own, by: "server", old });
  }

  #nameOf(peer: PeerId, known?: string): ShownName {
    const name = known ?? this.#names.get(peer) ?? "somebody";
    return shownName({ peer, name }, this.#room.members.values());
  }

  #tagOf(peer: PeerId, known?: string): HTMLElement {
    return nameTag(this.#nameOf(peer, known));
  }

  #show(): void {
    const { members, view, self } = this.#room;
    for (const { peer, name } of members.values()) this.#names.set(peer, name);
    const links: ReadonlyMap<PeerId, Link> = this.#mesh?.links ?? new Map();
    this.#roster.show(this.#room, links);
    this.#figure.show(this.#room, links);
    setText(
      byId("status-line", HTMLElement),
      `${members.size} of ${view.capacity} seats · ${view.status} · you have seat ${self.seat}`,
    );
    byId("alone", HTMLElement).hidden = members.size > 1;
    this.#showRoutes([...links.values()].filter(({ channel }) => channel !== null));
  }

  #showRoutes(open: Link[]): void {
    const chosen = this.#route.value;
    const routes = [[SERVER, "Everyone, through the server"]];
    if (open.length > 0) routes.push([ALL_PEERS, "Everyone, peer to peer"]);
    for (const { peer } of open) {
      const { name, suffix } = this.#nameOf(peer);
      routes.push([peer, `${name}${suffix}, peer to peer`]);
    }
    const shown = [...this.#route.options].map(({ value, text }) => [value, text]);
    if (JSON.stringify(shown) === JSON.stringify(routes)) return;
    this.#route.replaceChildren(
      ...routes.map(([value = "", text = ""]) => {
        const option = make("option", {}, text);
        option.value = value;
        return option;
      }),
    );
    this.#route.value = routes.some(([value]) => value === chosen) ? chosen : SERVER;
    this.#showRoute();
  }

  #showRoute(): void {
    this.#composer.dataset.route = this.#route.value === SERVER ? "server" : "peer";
  }
}

function textOf(data: unknown): string | null {
  const text = typeof data === "object" && data !== null && "text" in data ? data.text : null;
  return typeof text === "string" ? text : null;
}
