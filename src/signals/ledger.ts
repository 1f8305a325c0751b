// What was found in one exchange: the first cause on top, what follows from it folded under it.
import { safeText } from "../protocol/safe-text.ts";
import { type FindingCode, type Strength, strengths } from "./codes.ts";
import { type Problem, type Trigger, triggers } from "./triggers.ts";

export interface Finding {
  number: number;
  code: FindingCode;
  trigger: Trigger;
  strength: Strength;
  what: string;
  advice: string;
  /** Whose page it is about. */
  peer: string;
  /** The numbers of the signals that show it. */
  signals: readonly number[];
  time: number;
  /** It follows from this one, which was there before. */
  because?: FindingCode;
  /** What came later shows that it was nothing. */
  withdrawn?: boolean;
  /** What came later speaks against it. */
  contradicted?: boolean;
}

interface Place {
  peer: string;
  signals: readonly number[];
  time: number;
}

const MOST = 50;
const LONGEST = 300;

/** A link that came up shows that these don't stand in its way. */
const DISPROVED: ReadonlySet<FindingCode> = new Set([
  "SIG002",
  "SIG003",
  "SIG004",
  "SIG009",
  "SIG012",
  "SIG013",
  "SIG014",
]);
const DISPROVED_TRIGGERS: ReadonlySet<Trigger> = new Set([
  "glare-unanswered",
  "unknown-generation",
  "credentials-over",
]);
/** And with these it can't have come up. */
export const EXCLUDED: ReadonlySet<FindingCode> = new Set([
  "SIG001",
  "SIG005",
  "SIG007",
  "SIG015",
  "SIG016",
  "SIG019",
  "SIG020",
  "SIG022",
]);
/** A link that failed makes these a usual cause. */
const LIFTED: ReadonlySet<FindingCode> = new Set(["SIG003", "SIG004", "SIG009", "SIG014"]);

export class Ledger {
  readonly all: Finding[] = [];
  #count = 0;
  #cause: FindingCode | null = null;
  #changed: Finding[] = [];

  /** The same thing said twice is said once. */
  add({ trigger, strength, what: said }: Problem, { peer, signals, time }: Place): void {
    // It names what peers have written.
    const what = safeText(said.slice(0, LONGEST));
    const known = this.all.find((one) => one.trigger === trigger && one.what === what && one.peer === peer);
    if (known && !known.withdrawn) {
      if (weaker(known.strength, strength)) this.#change(known, { strength });
      return;
    }
    if (this.all.length === MOST) return;
    const { code, advice } = triggers[trigger];
    const finding: Finding = {
      number: ++this.#count,
      code,
      trigger,
      strength,
      what,
      advice,
      peer,
      signals,
      time,
    };
    if (this.#cause !== null) finding.because = this.#cause;
    else if (strength === "sure") this.#cause = code;
    this.all.push(finding);
    this.#changed.push(finding);
  }

  /** An answer passed in which nothing was wrong: what comes now has causes of its own. */
  settled(): void {
    this.#cause = null;
  }

  connected(since: number): void {
    for (const finding of this.all) {
      if (finding.withdrawn) continue;
      const nothing = DISPROVED.has(finding.code) || DISPROVED_TRIGGERS.has(finding.trigger);
      if (nothing && finding.strength !== "sure") this.#change(finding, { withdrawn: true });
      else if (
        finding.strength === "sure" &&
        finding.time >= since &&
        EXCLUDED.has(finding.code) &&
        !finding.because
      )
        this.#change(finding, { contradicted: true });
    }
  }

  failed(): void {
    for (const finding of this.all)
      if (finding.strength === "hint" && LIFTED.has(finding.code))
        this.#change(finding, { strength: "likely" });
  }

  withdraw(trigger: Trigger): void {
    for (const finding of this.all)
      if (finding.trigger === trigger && !finding.withdrawn) this.#change(finding, { withdrawn: true });
  }

  get hasChanged(): boolean {
    return this.#changed.length > 0;
  }

  /** What is new or became different since it was asked last. */
  takeChanged(): Finding[] {
    const changed = this.#changed;
    this.#changed = [];
    return changed;
  }

  /** What counts: neither withdrawn nor a consequence. */
  get counted(): Finding[] {
    return this.all.filter(({ because, withdrawn }) => !because && !withdrawn);
  }

  #change(finding: Finding, to: Partial<Finding>): void {
    Object.assign(finding, to);
    if (!this.#changed.includes(finding)) this.#changed.push(finding);
  }
}

const weaker = (a: Strength, b: Strength): boolean => strengths.indexOf(a) > strengths.indexOf(b);
