// How long a command waits for a server to answer at all, as --connect-timeout says.

let most = 10_000;

/** For the rest of this process. */
export function waitAtMost(ms: number): number {
  most = ms;
  return ms;
}

export const patienceMs = (): number => most;
