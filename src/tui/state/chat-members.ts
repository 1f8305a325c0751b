// Who is in the room, as the list beside the messages and as the answer to /names.
import { typedName } from "./chat-complete.ts";
import type { ChatWindow } from "./chat-window.ts";
import { fitLine, type Line, lineOf, type Segment } from "./lines.ts";
import type { Person } from "./people.ts";
import { truncate } from "./text.ts";

/** Behind the name, so that colour is never the only sign. */
function stateOf({ peer, held, ready, watches }: Person, self: string): string {
  if (held) return "away";
  if (peer === self) return "you";
  return watches ? "watches" : ready ? "ready" : "";
}

/** As many rows as there are; what doesn't fit is counted in the last one. */
export function membersLines(window: ChatWindow, columns: number, height: number): Line[] {
  const { people } = window;
  const shown = people.length > height ? people.slice(0, height - 1) : people;
  const lines = shown.map((person) => memberLine(person, window, columns));
  if (shown.length < people.length)
    lines.push(lineOf(`│   +${people.length - shown.length} more`, { role: "faint" }));
  return Array.from({ length: height }, (_, row) => fitLine(lines[row] ?? [EDGE], columns));
}

const EDGE: Segment = { text: "│ ", role: "faint" };

function memberLine(person: Person, { host, self }: ChatWindow, columns: number): Line {
  const { peer, name, plainName, held } = person;
  const state = stateOf(person, self);
  const words = state ? ` (${state})` : "";
  return [
    EDGE,
    { text: peer === host ? "★ " : "  ", role: "warn" },
    {
      text: truncate(name, columns - 5 - words.length),
      ...(held ? { role: "faint" } : { person: plainName }),
    },
    { text: words, role: "faint" },
  ];
}

const MOST_NAMES = 200;

/** `12 here: ★ ada (you), bob, cleo (away)`. */
export function namesText({ people, host, self }: ChatWindow): string {
  const names = people.slice(0, MOST_NAMES).map((person) => {
    const state = stateOf(person, self);
    return `${person.peer === host ? "★ " : ""}${typedName(person)}${state ? ` (${state})` : ""}`;
  });
  const more = people.length > names.length ? ` and ${people.length - names.length} more` : "";
  return `${people.length} here: ${names.join(", ")}${more}`;
}
