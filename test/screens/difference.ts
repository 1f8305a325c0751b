// Two texts line by line: what only the first has with a minus, what only the second has with a plus.

/** Lines of both as they stand against each other, those that are alike near a difference included. */
export function diffOf(before: string, after: string, around = 2): string {
  const old = before.split("\n");
  const now = after.split("\n");
  const rows = Array.from({ length: Math.max(old.length, now.length) }, (_, i) => i);
  const differs = (i: number): boolean => old[i] !== now[i];
  const near = rows.filter((i) => rows.slice(Math.max(0, i - around), i + around + 1).some(differs));
  return near
    .flatMap((i) => {
      const gap = near.includes(i - 1) || i === 0 ? [] : ["  …"];
      if (!differs(i)) return [...gap, `  ${old[i]}`];
      return [...gap, ...(i in old ? [`- ${old[i]}`] : []), ...(i in now ? [`+ ${now[i]}`] : [])];
    })
    .map((line) => (line.length > 240 ? `${line.slice(0, 240)}…` : line))
    .join("\n");
}
