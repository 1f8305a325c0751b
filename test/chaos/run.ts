// A chaos run: what is done to a real server, what must hold, and the report from which the table is made.

/** `small` is part of `npm test`; `full` is `npm run chaos`. */
export type Size = "small" | "full";

export interface ChaosRun {
  /** Its row in docs/reliability.md. */
  row: `R${number}`;
  /** What is done, in a few words. */
  title: string;
  /** Programs that it needs besides Node, by the name of the command; `root` for who mounts or makes network namespaces. */
  needs?: readonly string[];
  /** Vitest files that are the run: `npm test` has them already, `npm run chaos` runs them and counts their tests. */
  suites?: readonly string[];
  /** Rejects where something happened that no figure tells of. */
  run?(size: Size, report: Report): Promise<void>;
}

export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** Words such as "≤ 3 s"; none where the figure is only told. */
  bound?: string;
  /** False where it is past its bound. */
  holds: boolean;
}

export interface Counted {
  what: string;
  count: number;
}

/** What one run says of itself. Counts add up under the same words. */
export class Report {
  readonly tried: Counted[] = [];
  readonly lost: Counted[] = [];
  readonly controls: Counted[] = [];
  readonly figures: Figure[] = [];
  readonly failures: string[] = [];
  readonly #size: Size;

  constructor(size: Size) {
    this.#size = size;
  }

  /** How much was done: "kills", "messages acknowledged". */
  try(what: string, count = 1): void {
    add(this.tried, what, count);
  }

  /** What must be zero: "acknowledged messages lost", "gaps". Named also where it is zero. */
  lose(what: string, count: number): void {
    add(this.lost, what, count);
  }

  /** A negative control: the same check over something that is broken on purpose, which must find a loss. */
  control(what: string, found: number): void {
    add(this.controls, what, found);
  }

  /** A figure with a bound that is judged in the full size only: a small one shares its machine with other tests. */
  atMost(what: string, value: number, bound: number, unit: string): void {
    const holds = this.#size === "small" || value <= bound;
    this.figures.push({ what, value, unit, bound: `≤ ${bound}`, holds });
  }

  atLeast(what: string, value: number, bound: number, unit: string): void {
    const holds = this.#size === "small" || value >= bound;
    this.figures.push({ what, value, unit, bound: `≥ ${bound}`, holds });
  }

  /** A figure that is told and not judged. */
  figure(what: string, value: number, unit: string): void {
    this.figures.push({ what, value, unit, holds: true });
  }

  /** What went wrong, with what is needed to see it again. */
  fail(message: string): void {
    this.failures.push(message);
  }

  get passed(): boolean {
    return (
      this.failures.length === 0 &&
      this.lost.every(({ count }) => count === 0) &&
      this.controls.every(({ count }) => count > 0) &&
      this.figures.every(({ holds }) => holds)
    );
  }
}

function add(counts: Counted[], what: string, count: number): void {
  const there = counts.find((each) => each.what === what);
  if (there) there.count += count;
  else counts.push({ what, count });
}
