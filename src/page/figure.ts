// A drawing of the room: the server above, members in a row, and the ways between them; lit while something travels.
import type { Link } from "../client/link.ts";
import type { Room } from "../client/room.ts";
import type { PeerId } from "../protocol/ids.ts";
import { safeText } from "../protocol/safe-text.ts";

const WIDTH = 320;
const HEIGHT = 170;
const SERVER = { x: WIDTH / 2, y: 26 };
const ROW_Y = 108;
/** More would not be told apart; the list below the drawing has all of them. */
const MOST_PEERS = 6;
const LIT_MS = 700;

interface Place {
  x: number;
  y: number;
}

export class Figure {
  readonly #svg: SVGSVGElement;
  readonly #ways = new Map<string, SVGElement>();

  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    svg.setAttribute("viewBox", `0 0 ${WIDTH} ${HEIGHT}`);
  }

  show(room: Room, links: ReadonlyMap<PeerId, Link>): void {
    const all = [...room.members.values()].sort((a, b) => a.seat - b.seat);
    const shown = all.slice(0, MOST_PEERS);
    const self = room.members.get(room.self.peer);
    if (self && !shown.includes(self)) shown[MOST_PEERS - 1] = self;
    const places = new Map<PeerId, Place>();
    const step = WIDTH / shown.length;
    shown.forEach(({ peer }, index) => {
      places.set(peer, { x: step * (index + 0.5), y: ROW_Y });
    });
    const you = places.get(room.self.peer);
    this.#ways.clear();
    const ways: SVGElement[] = [];
    const nodes: SVGElement[] = [draw("circle", "server", { cx: SERVER.x, cy: SERVER.y, r: 15 })];
    for (const { peer, name } of shown) {
      const place = places.get(peer)!;
      const up = draw("path", "way server", { d: `M${place.x} ${place.y}L${SERVER.x} ${SERVER.y}` });
      this.#ways.set(`server ${peer}`, up);
      ways.push(up);
      const link = links.get(peer);
      if (you && link) {
        const across = draw("path", `way peer ${link.channel ? "open" : link.state}`, { d: arc(you, place) });
        this.#ways.set(`peer ${peer}`, across);
        ways.push(across);
      }
      const looks = peer === room.self.peer ? "member you" : "member";
      nodes.push(draw("circle", looks, { cx: place.x, cy: place.y, r: 15 }));
      nodes.push(letter(safeText([...name][0]?.toUpperCase() ?? "?"), place));
    }
    nodes.push(letter("S", SERVER));
    this.#svg.replaceChildren(...ways, ...nodes);
  }

  /** Something went between this peer and the server, or this peer and us. */
  light(by: "server" | "peer", peer: PeerId): void {
    const way = this.#ways.get(`${by} ${peer}`);
    way?.classList.add("lit");
    setTimeout(() => way?.classList.remove("lit"), LIT_MS);
  }
}

function draw(tag: "circle" | "path" | "text", looks: string, attributes: Record<string, number | string>) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  element.setAttribute("class", looks);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}

function letter(text: string, { x, y }: Place): SVGElement {
  const element = draw("text", "", { x, y });
  element.textContent = text;
  return element;
}

/** Below the row, deeper the farther apart. */
function arc(from: Place, to: Place): string {
  const depth = 24 + Math.min(64, Math.abs(from.x - to.x) / 3);
  return `M${from.x} ${from.y}Q${(from.x + to.x) / 2} ${ROW_Y + depth} ${to.x} ${to.y}`;
}
