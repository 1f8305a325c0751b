// The rules of four in a row: whose turn it is, where a piece falls, and who has won.
const COLUMNS = 7;
export const ROWS = 6;
const WAYS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
];

export class Four {
  /** By column, from the bottom: 0 or 1, who has dropped it there. */
  cells = Array.from({ length: COLUMNS }, () => []);
  turn = 0;
  /** The four cells that have won. */
  won = null;

  get next() {
    return this.turn % 2;
  }

  get full() {
    return this.turn === COLUMNS * ROWS;
  }

  /** Whatever `column` is: false if nothing can fall there. */
  drop(column) {
    const pieces = Number.isInteger(column) ? this.cells[column] : undefined;
    if (this.won || !(pieces?.length < ROWS)) return false;
    const by = this.next;
    pieces.push(by);
    this.turn += 1;
    const isTheirs = ([x, y]) => this.cells[x]?.[y] === by;
    this.won = foursThrough(column, pieces.length - 1).find((four) => four.every(isTheirs)) ?? null;
    return true;
  }
}

const foursThrough = (x, y) =>
  WAYS.flatMap(([dx, dy]) =>
    [0, 1, 2, 3].map((before) => [0, 1, 2, 3].map((n) => [x + (n - before) * dx, y + (n - before) * dy])),
  );
