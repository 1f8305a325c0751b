// Two texts line by line: what only the first has with a minus, what only the second has with a plus.

const AROUND = 2;
const LONGEST = 200;
/** More than this is no longer read. */
const MOST = 120;

interface Step {
  mark: " " | "-" | "+";
  line: string;
}

export function diffOf(before: string, after: string): string {
  const steps = stepsOf(before.split("\n"), after.split("\n"));
  const near = steps.map((_, i) =>
    steps.slice(Math.max(0, i - AROUND), i + AROUND + 1).some(({ mark }) => mark !== " "),
  );
  const lines = steps.flatMap(({ mark, line }, i) => {
    if (!near[i]) return [];
    const short = line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
    return [...(near[i - 1] === false ? ["  …"] : []), `${mark} ${short}`];
  });
  const rest = lines.length - MOST;
  return (rest > 0 ? [...lines.slice(0, MOST), `  … and ${rest} lines more`] : lines).join("\n");
}

/** The longest common subsequence of what is between the same start and the same end. */
function stepsOf(old: readonly string[], now: readonly string[]): Step[] {
  let start = 0;
  while (start < Math.min(old.length, now.length) && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const same = (line: string): Step => ({ mark: " ", line });
  return [
    ...old.slice(0, start).map(same),
    ...middle(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...old.slice(old.length - end).map(same),
  ];
}

function middle(old: readonly string[], now: readonly string[]): Step[] {
  const length = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      length[i]![j] =
        old[i] === now[j] ? length[i + 1]![j + 1]! + 1 : Math.max(length[i + 1]![j]!, length[i]![j + 1]!);
    }
  }
  const steps: Step[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      steps.push({ mark: " ", line: old[i++]! });
      j += 1;
    } else if (i < old.length && (j === now.length || length[i + 1]![j]! >= length[i]![j + 1]!)) {
      steps.push({ mark: "-", line: old[i++]! });
    } else steps.push({ mark: "+", line: now[j++]! });
  }
  return steps;
}
