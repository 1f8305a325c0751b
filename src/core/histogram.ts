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

/** Up to the five seconds after which an engine gives up. */
export const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
/** Up to the largest frame. */
export const BYTES = [64, 256, 1024, 4096, 16_384, 65_536];
/** From what a machine does by itself up to what a person decides. */
export const NEGOTIATION = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
