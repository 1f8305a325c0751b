// Candidates of one side that follow each other closely, told as one.
import type { SignalRecord } from "../../protocol/events.ts";
import { parseCandidate } from "../candidate.ts";
import { counted, size } from "../report/times.ts";

const PAUSE_MS = 2_000;

/** Messages of a page's own are told in the same way. */
export class Burst {
  readonly first: SignalRecord;
  readonly codes = new Set<string>();
  readonly #types = new Map<string, number>();
  #count = 0;
  #isOver = false;
  #bytes = 0;
  #lastAt: number;

  constructor(first: SignalRecord) {
    this.first = first;
    this.#lastAt = first.time;
  }

  goesOn({ time }: SignalRecord): boolean {
    return time - this.#lastAt <= PAUSE_MS;
  }

  take({ kind, data, bytes, time }: SignalRecord, codes: Iterable<string> = []): void {
    this.#lastAt = time;
    this.#bytes += bytes;
    if (kind === "candidate" && textOf(data) === "") this.#isOver = true;
    else this.#count++;
    for (const code of codes) this.codes.add(code);
    const type = kind === "candidate" ? typeOf(data) : null;
    if (type !== null) this.#types.set(type, (this.#types.get(type) ?? 0) + 1);
  }

  text(): string {
    if (this.first.kind === "custom")
      return `${counted(this.#count, "message")} of the page, ${size(this.#bytes)}`;
    const types = [...this.#types].map(([type, count]) =>
      count === this.#count ? type : `${count} ${type}`,
    );
    const some = `${counted(this.#count, "candidate")}${types.length > 0 ? ` ${types.join(", ")}` : ""}`;
    if (!this.#isOver) return some;
    return this.#count === 0 ? "no more candidates" : `${some}, then no more`;
  }
}

/** An empty one says that there are no more, and so does none. */
function textOf(data: unknown): string | null {
  if (data === null) return "";
  const text = typeof data === "string" ? data : Object(data).candidate;
  return typeof text === "string" ? text : null;
}

const typeOf = (data: unknown): string | null => parseCandidate(textOf(data) ?? "")?.type ?? null;
