// Who takes part in a diagram: each with a short id of its own, whatever it is called.
import { mermaidText } from "../report/escape.ts";

const LONGEST_NAME = 40;
/** What stands in a line besides the name. */
const BESIDES = 32;

export class Participants {
  readonly #ids = new Map<string, string>();
  readonly #named: (peer: string) => string;

  /** Of their lines, as far as can be told before all are known. */
  length = 0;

  constructor(nameOf: (peer: string) => string) {
    this.#named = nameOf;
  }

  /** In the order in which they are asked for. */
  of(peer: string): string {
    let id = this.#ids.get(peer);
    if (id === undefined) {
      id = `p${this.#ids.size + 1}`;
      this.#ids.set(peer, id);
      this.length += mermaidText(this.nameOf(peer)).length + BESIDES;
    }
    return id;
  }

  nameOf(peer: string): string {
    const characters = Array.from(this.#named(peer).trim() || peer);
    return characters.length <= LONGEST_NAME
      ? characters.join("")
      : `${characters.slice(0, LONGEST_NAME - 1).join("")}…`;
  }

  /** The server stands between the first and the second, where all goes through. */
  lines(): string[] {
    const peers = [...this.#ids];
    const names = peers.map(([peer]) => this.nameOf(peer));
    const lines = peers.map(([peer, id], at) => {
      const name = names[at]!;
      const isShared = names.filter((other) => other === name).length > 1;
      return `  participant ${id} as ${mermaidText(isShared ? `${name} (${peer.slice(-4)})` : name)}`;
    });
    lines.splice(1, 0, "  participant S as server");
    return lines;
  }
}
