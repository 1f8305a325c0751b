// Which stored messages this client has seen, so that each reaches its listeners once, across reconnects.

/** Offsets out of order that are remembered before the oldest gap is given up. */
const MOST = 1_000;

export class Seen {
  /** Everything up to here was seen. */
  mark: number;
  /** Of the message at the mark. */
  tag: string;
  readonly #above = new Map<number, string>();

  constructor(mark: number, tag: string) {
    this.mark = mark;
    this.tag = tag;
  }

  has(offset: number): boolean {
    return offset <= this.mark || this.#above.has(offset);
  }

  /** False if it was there already. */
  add(offset: number, tag: string): boolean {
    if (this.has(offset)) return false;
    this.#above.set(offset, tag);
    if (this.#above.size > MOST) this.mark = Math.min(...this.#above.keys()) - 1;
    this.#advance();
    return true;
  }

  #advance(): void {
    for (let tag = this.#above.get(this.mark + 1); tag !== undefined; tag = this.#above.get(this.mark + 1)) {
      this.mark += 1;
      this.tag = tag;
      this.#above.delete(this.mark);
    }
  }
}
