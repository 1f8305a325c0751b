// Whether the server takes new connections: a list of named checks, each of which may have a reason against it.

/** Null: nothing is against it. Else the reason, for people. */
export type Check = () => string | null;

export interface Reason {
  name: string;
  reason: string;
}

export interface Readiness {
  /** A check that is asked with every look, so it must be cheap. */
  add(name: string, check: Check): void;
  /** What is against new connections now; nothing: the server is ready. */
  reasons(): Reason[];
}

export function createReadiness(): Readiness {
  const checks = new Map<string, Check>();
  return {
    add(name, check) {
      checks.set(name, check);
    },
    reasons() {
      return [...checks].flatMap(([name, check]) => {
        const reason = check();
        return reason === null ? [] : [{ name, reason }];
      });
    },
  };
}
