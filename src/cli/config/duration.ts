// Times as a configuration file has them: "16ms", "30s", "7d".

export const DURATION_PATTERN = "^\\d+(\\.\\d+)?(ms|s|m|h|d)$";

const UNITS = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;

/** Milliseconds of a text that fits the pattern; "off" is none. */
export function durationOf(text: string): number {
  if (text === "off") return 0;
  const [, amount, unit] = /^([\d.]+)(\w+)$/.exec(text)!;
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}

/** In the largest unit of which it is a whole number. */
export function showDuration(ms: number): string {
  for (const [unit, size] of Object.entries(UNITS)) {
    if (ms >= size && ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
