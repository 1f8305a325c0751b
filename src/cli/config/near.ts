// What somebody may have meant by a name that isn't known.

/** The name with the fewest slips between it and what was typed; none if that would be a guess. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(typed.length / 3));
  let best: { name: string; slips: number } | undefined;
  for (const name of names) {
    const slips = slipsBetween(typed.toLowerCase(), name.toLowerCase());
    if (slips <= most && (!best || slips < best.slips)) best = { name, slips };
  }
  return best?.name;
}

/** Letters left out, put in, changed, or swapped with their neighbour. */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      row[j] = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) row[j] = Math.min(row[j]!, before[j - 2]! + 1);
    }
    [before, last] = [last, row];
  }
  return last[b.length]!;
}
