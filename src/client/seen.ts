// Which stored messages this client has seen, so that each reaches its listeners once, across reconnects.

/** Offsets out of order that are remembered before the oldest gap is given up. */
const MOST = 1_000;

export class Seen {
  /** Everything up to here was seen; the place to ask the history from. */
  mark: number;
  readonly #above = new Set<number>();

  constructor(mark: number) {
    this.mark = mark;
  }

  has(offset: number): boolean {
    return offset <= this.mark || this.#above.has(offset);
  }

  /** False if it was there already. */
  add(offset: number): boolean {
    if (this.has(offset)) return false;
    this.#above.add(offset);
    if (this.#above.size > MOST) this.mark = Math.min(...this.#above) - 1;
    while (this.#above.delete(this.mark + 1)) this.mark += 1;
    return true;
  }

  /** Whatever is missing below will not come any more. */
  raise(mark: number): void {
    if (mark <= this.mark) return;
    this.mark = mark;
    for (const offset of this.#above) if (offset <= mark) this.#above.delete(offset);
    while (this.#above.delete(this.mark + 1)) this.mark += 1;
  }
}
