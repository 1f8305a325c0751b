// A queue that is read by place and grows at one end, and whose other end is let go without moving what is left.

const SLACK = 1_024;

export class Queue<T> {
  #values: T[] = [];
  #head = 0;

  get length(): number {
    return this.#values.length - this.#head;
  }

  at(place: number): T | undefined {
    return this.#values[this.#head + (place < 0 ? this.length + place : place)];
  }

  push(value: T): void {
    this.#values.push(value);
  }

  shift(): T | undefined {
    if (this.length === 0) return undefined;
    const value = this.#values[this.#head++];
    if (this.#head > SLACK && this.#head * 2 > this.#values.length) {
      this.#values = this.#values.slice(this.#head);
      this.#head = 0;
    }
    return value;
  }

  slice(from: number, to: number): T[] {
    return this.#values.slice(this.#head + Math.max(0, from), this.#head + Math.max(0, to));
  }

  *[Symbol.iterator](): Generator<T> {
    for (let at = this.#head; at < this.#values.length; at++) yield this.#values[at]!;
  }

  /** The last place whose value is not beyond; -1 if all are. For values that only grow. */
  lastWhere(isNotBeyond: (value: T) => boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isNotBeyond(this.at(middle)!)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
