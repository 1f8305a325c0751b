// How values are spread, counted in buckets: cheap enough for every request.

export class Histogram {
  /** Upper bounds, ascending; what is above the last is counted after it. */
  readonly bounds: readonly number[];
  readonly counts: number[];
  sum = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Array(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    const { bounds, counts } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]!) bucket++;
    counts[bucket]!++;
    this.sum += value;
  }
}

/**
 * The value below which such a part of what was counted lies; null where nothing was. Buckets say no more than between which
 * bounds a value was, so it is taken from a straight line between them; what is above the last bound counts as that bound.
 */
export function quantile(
  { bounds, counts }: Pick<Histogram, "bounds" | "counts">,
  part: number,
): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  let left = part * total;
  for (const [bucket, count] of counts.entries()) {
    const upper = bounds[bucket];
    if (upper === undefined) break;
    if (count > 0 && left <= count) {
      const lower = bounds[bucket - 1] ?? 0;
      return lower + ((upper - lower) * left) / count;
    }
    left -= count;
  }
  return bounds.at(-1) ?? null;
}

/** What a histogram has counted of late: since the oldest of its last looks. */
export class Lately {
  readonly bounds: readonly number[];
  readonly #of: Histogram;
  readonly #most: number;
  readonly #looks: number[][];

  constructor(of: Histogram, most: number) {
    this.bounds = of.bounds;
    this.#of = of;
    this.#most = most;
    // Whoever looks first at it does so early: all that is in it is of late.
    this.#looks = [new Array(of.counts.length).fill(0)];
  }

  look(): void {
    this.#looks.push([...this.#of.counts]);
    if (this.#looks.length > this.#most) this.#looks.shift();
  }

  get counts(): number[] {
    const [oldest] = this.#looks;
    return this.#of.counts.map((count, bucket) => count - oldest![bucket]!);
  }
}

/** Up to the five seconds after which an engine gives up. */
export const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Up to the largest frame. */
export const BYTES = [64, 256, 1024, 4096, 16_384, 65_536];
/** From what a machine does by itself up to what a person decides. */
export const NEGOTIATION = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
