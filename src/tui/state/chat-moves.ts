// Who came, went and was lost, put together: a run of such news is one line, and says what came of it.

export type MoveKind = "joined" | "left" | "removed" | "banned" | "lost" | "gone" | "back";

export interface Move {
  peer: string;
  name: string;
  kind: MoveKind;
  /** How long the seat is kept, in seconds, of who was lost. */
  kept?: number;
  /** `joined` came before this in the same run. */
  came?: boolean;
  /** `left` came before this: the same person by name. */
  went?: boolean;
}

const NAMED = 5;
const away = (kind: MoveKind): boolean => kind !== "joined" && kind !== "back" && kind !== "lost";

/** The run with one more; what a person did before in it is taken up by that. */
export function withMove(run: readonly Move[], move: Move): Move[] {
  const before = run.find(({ peer }) => peer === move.peer);
  const namesake = run.find(({ name, kind }) => name === move.name && away(kind));
  const rest = run.filter((other) => other !== before && (move.kind !== "joined" || other !== namesake));
  const came = before?.kind === "joined" || before?.came === true;
  if (move.kind === "back" && came) return [...rest, { ...move, kind: "joined" }];
  if (move.kind === "joined" && namesake) return [...rest, { ...move, went: !namesake.came }];
  return [...rest, { ...move, came: away(move.kind) && came }];
}

function wordsOf({ kind, kept, came, went }: Move): string {
  if (came) return kind === "left" ? "came and left" : `came and ${words[kind]}`;
  if (went) return "left and came again";
  return kind === "lost" && kept ? `lost the connection, seat kept ${kept} s` : words[kind];
}

const words: Record<MoveKind, string> = {
  joined: "joined",
  left: "left",
  removed: "was removed",
  banned: "was banned",
  lost: "lost the connection",
  gone: "did not come back",
  back: "is back",
};

const many = (text: string): string => text.replace(/^was /, "were ").replace(/^is /, "are ");

/** `ada, bob joined · cleo left`, in the order in which it began. */
export function movesText(run: readonly Move[]): string {
  const groups = new Map<string, string[]>();
  for (const move of run) {
    const said = wordsOf(move);
    groups.set(said, [...(groups.get(said) ?? []), move.name]);
  }
  return [...groups].map(([said, names]) => groupText(names, said)).join(" · ");
}

function groupText(names: readonly string[], said: string): string {
  if (names.length === 1) return `${names[0]} ${said}`;
  const shown = names.slice(0, NAMED);
  const others = names.length - shown.length;
  return `${shown.join(", ")}${others > 0 ? ` and ${others} more` : ""} ${many(said)}`;
}
