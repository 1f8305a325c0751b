// The seats of a room as lines: who sits where, what each is about, and how many are free.
import { dataLine } from "./join-data.ts";
import { timeWords } from "./join-room.ts";
import type { JoinState } from "./join-state.ts";
import { type Line, lineOf, type Segment } from "./lines.ts";
import type { Person } from "./people.ts";
import { field, width } from "./text.ts";
import type { Role } from "./theme.ts";

type Row = { person: Person } | { empty: number } | { heading: string };

/** All rows; free seats fold into one where not all of them have a line. */
function rowsOf({ people, view }: JoinState, height: number): Row[] {
  const players = people.filter(({ watches }) => !watches).map((person) => ({ person }));
  const watching = people.filter(({ watches }) => watches).map((person) => ({ person }));
  const free = Math.max(0, (view?.capacity ?? 0) - players.length);
  const below: Row[] = watching.length > 0 ? [{ heading: "watching" }, ...watching] : [];
  const fits = players.length + free + below.length <= height;
  const empties: Row[] = fits ? Array<Row>(free).fill({ empty: 1 }) : [{ empty: free }];
  return [...players, ...(free > 0 ? empties : []), ...below];
}

/** Lines that the seats would take if there were room for all. */
export const seatsHeight = ({ people, view }: JoinState): number => {
  const players = people.filter(({ watches }) => !watches).length;
  const free = Math.max(0, (view?.capacity ?? 0) - players);
  const watching = people.length - players;
  return players + (free > 8 ? 1 : free) + (watching > 0 ? watching + 1 : 0);
};

export function seatLines(state: JoinState, columns: number, height: number): Line[] {
  const rows = rowsOf(state, height);
  const at = rows.findIndex((row) => "person" in row && row.person.peer === state.selected);
  // The selected seat stays in sight.
  const first = Math.max(0, Math.min(at - Math.floor(height / 2), rows.length - height));
  const widest = Math.max(4, ...state.people.map(({ name }) => width(name)));
  const names = Math.min(widest, Math.max(8, Math.floor(columns * 0.34)));
  return rows.slice(first, first + height).map((row) => {
    if ("heading" in row) return lineOf(`  ${row.heading}`, { role: "faint" });
    if ("empty" in row)
      return lineOf(row.empty === 1 ? "     · (empty)" : `     · + ${row.empty} empty`, { role: "faint" });
    return seatLine(state, row.person, columns, names);
  });
}

const SEAT = 3;
const STATE = 10;

function seatLine(state: JoinState, person: Person, columns: number, names: number): Line {
  const selected = person.peer === state.selected && state.focus === "seats";
  // Colours of their own would be patches in the bar of the selected row.
  const look = selected ? { inverse: true, role: undefined, person: undefined } : {};
  const [text, role] = stateOfSeat(state, person);
  const you = person.peer === state.self;
  const line: Segment[] = [
    {
      text: `${person.peer === state.selected ? "›" : " "}${field(String(person.seat), SEAT, "right")} `,
      ...look,
    },
    { text: person.peer === state.view?.host ? "★ " : "  ", role: "warn", ...look },
    { text: field(person.name, names), person: person.name, bold: you, ...look },
    { text: ` ${field(text, STATE)}`, role, ...look },
  ];
  const about = [
    you && "you",
    you && state.pingMs !== null && columns >= 40 ? `${state.pingMs} ms` : "",
    dataLine(state.more.get(person.peer)?.data ?? {}),
  ].filter(Boolean);
  return [...line, { text: ` ${about.join(" · ")}`, ...look }];
}

export function stateOfSeat(
  { more, now, view }: JoinState,
  { peer, ready, held, watches }: Person,
): [string, Role] {
  if (held) {
    const until = more.get(peer)?.heldUntil ?? null;
    return [until === null ? "… away" : `… ${timeWords(until - now)}`, "warn"];
  }
  if (watches) return ["● watches", "info"];
  if (ready) return ["✔ ready", "good"];
  return view?.status === "active" ? ["● here", "good"] : ["○ waiting", "faint"];
}
