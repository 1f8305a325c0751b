// Whether the server is fit for new connections: a list of named checks, each of which may have a reason against it.

/** Null: nothing is against it. Else the reason, for people. */
export type Check = () => string | null;

export interface Reason {
  name: string;
  reason: string;
}

export interface Readiness {
  /**
   * A check that is asked with every look, so it must be cheap. One that only `warns` tells balancers to go elsewhere, but shuts
   * nobody out who comes all the same.
   */
  add(name: string, check: Check, warns?: "warns"): void;
  /** What is against new connections now; nothing: the server is ready. */
  reasons(): Reason[];
  /** What shuts newcomers out now. */
  shut(): Reason | null;
}

export function createReadiness(): Readiness {
  const checks = new Map<string, { check: Check; warns: boolean }>();
  const reasonsOf = (all: boolean): Reason[] =>
    [...checks].flatMap(([name, { check, warns }]) => {
      const reason = all || !warns ? check() : null;
      return reason === null ? [] : [{ name, reason }];
    });
  return {
    add(name, check, warns) {
      checks.set(name, { check, warns: warns !== undefined });
    },
    reasons: () => reasonsOf(true),
    shut: () => reasonsOf(false)[0] ?? null,
  };
}
