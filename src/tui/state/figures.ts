// Numbers in few columns: what changes every second keeps its width, and its unit while it is near.

const UNITS = ["", "k", "M", "G", "T"];

/** At most five columns: `0`, `412`, `1.9k`, `214k`. */
export function short(value: number): string {
  let left = value;
  let unit = 0;
  while (left >= 999.5 && unit < UNITS.length - 1) {
    left /= 1000;
    unit++;
  }
  return `${unit === 0 || left >= 99.5 ? Math.round(left) : left.toFixed(1)}${UNITS[unit]}`;
}

export const NONE = "–";

/** Of what happens a second: with a digit behind the point while it is small. */
export function rate(value: number | null): string {
  if (value === null) return NONE;
  return value > 0 && value < 99.5 ? value.toFixed(1) : short(value);
}

/** Milliseconds, without their unit. */
export function millis(value: number | null): string {
  if (value === null) return NONE;
  if (value < 9.995) return value.toFixed(2);
  return value < 99.95 ? value.toFixed(1) : short(value);
}

export const percent = (part: number): string => `${Math.round(part * 100)}%`;

/** The next of 1, 2 and 5 times a power of ten: an upper end that moves seldom. */
export function roundedUp(value: number, least: number): number {
  const wanted = Math.max(value, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  return ([1, 2, 5].find((step) => step * power >= wanted * 0.999) ?? 10) * power;
}

export const sumOf = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);
