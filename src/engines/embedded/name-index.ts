// Names in order, for listings: a sorted array per namespace, where a page is a slice.

export class NameIndex<Name extends string> {
  readonly #names: Name[] = [];

  get size(): number {
    return this.#names.length;
  }

  add(name: Name): void {
    const at = this.#place(name);
    if (this.#names[at] !== name) this.#names.splice(at, 0, name);
  }

  delete(name: Name): void {
    const at = this.#place(name);
    if (this.#names[at] === name) this.#names.splice(at, 1);
  }

  /** The names that follow, whether `after` is still there or not. */
  page(after: string, limit: number): Name[] {
    const at = this.#place(after);
    const from = this.#names[at] === after ? at + 1 : at;
    return this.#names.slice(from, from + limit);
  }

  #place(name: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#names[middle]! < name) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
