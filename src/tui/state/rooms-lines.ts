// The console as lines: header, list or open room, status, and at the bottom the keys or what is typed or asked.
import { inputText, inputWindow } from "./input.ts";
import { endsLine, fillLines, fitLine, type Line, lineOf } from "./lines.ts";
import { linkRole, linkText } from "./link.ts";
import { settled } from "./list.ts";
import type { Ask, RoomsState } from "./rooms.ts";
import { usageOf } from "./rooms-commands.ts";
import { roomHeightOf, roomLines, timeOfDay } from "./rooms-room-lines.ts";
import { roomColumns } from "./rooms-row.ts";
import { tableLines } from "./table.ts";
import { truncate, width } from "./text.ts";

/** Header, status, footer. */
const AROUND = 3;
const TITLES = 1;

export const listHeight = (rows: number): number => Math.max(1, rows - AROUND - TITLES);
export const roomHeight = (rows: number, columns: number): number => roomHeightOf(rows - AROUND, columns);
export const bodyRows = (rows: number): number => rows - AROUND;

export const headerLine = (state: RoomsState, columns: number): Line => {
  const left = state.open ? roomTitle(state) : listTitle(state);
  const paused = state.paused ? " · ‖ paused" : "";
  return endsLine(
    lineOf(` ${left}${paused}`, { bold: true }),
    lineOf(rightTitle(state, columns - width(left) - width(paused) - 4), { bold: true }),
    columns,
  );
};

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, " ");

function listTitle({ list }: RoomsState): string {
  const all = grouped(list.rows.size);
  const text = list.filter.text.trim();
  return text === "" ? `rooms ${all}` : `rooms ${grouped(list.shown.length)} of ${all} · /${text}`;
}

const roomTitle = ({ open, list }: RoomsState): string =>
  `rooms › ${open!.row?.name ?? list.rows.get(open!.id)?.name ?? open!.id}`;

/** As much as there is space for; that nothing can be changed is said longest. */
function rightTitle({ server, namespace, readOnly, token }: RoomsState, space: number): string {
  const only = readOnly ? "READ-ONLY" : token ? "" : "no token: public rooms only";
  const wordings = [
    [server, namespace === "default" ? "" : namespace, only],
    [namespace === "default" ? "" : namespace, only],
    [readOnly ? "RO" : ""],
  ].map((words) => words.filter(Boolean).join(" · "));
  const wording = wordings.find((each) => width(each) <= space) ?? "";
  return wording === "" ? "" : `${wording} `;
}

/** What stands between header and status line. */
export function bodyLines(state: RoomsState, columns: number, rows: number): Line[] {
  const { open, now, asOf } = state;
  const lines = open
    ? roomLines(open, now, columns, bodyRows(rows))
    : fillLines(tableOf(state, columns, listHeight(rows)), bodyRows(rows), columns);
  return asOf === null ? lines : lines.map(faint);
}

/** What may be true no more. */
const faint = (line: Line): Line => line.map(({ text, inverse }) => ({ text, inverse, role: "faint" }));

function tableOf({ list, place: was, now, link }: RoomsState, columns: number, height: number): Line[] {
  const place = settled(was, list.shownIds, height);
  const { column, descending } = list.sort;
  const table = tableLines({
    columns: roomColumns(now, columns),
    rows: list.shown.slice(place.top, place.top + height),
    isSelected: ({ id }) => id === place.selected,
    sorted: { title: column, descending },
    width: columns,
  });
  if (list.shown.length > 0) return table;
  const why =
    list.rows.size > 0
      ? " No room fits the filter: Esc shows all."
      : link.state === "open"
        ? " No rooms. Make one: :create lobby"
        : "";
  return [...table, lineOf(why, { role: "faint" })];
}

export function statusLine({ link, now, note, asOf, list, place, open }: RoomsState, columns: number): Line {
  const since = asOf === null ? "" : ` · as of ${timeOfDay(asOf)}`;
  const words = ` ${linkText(link, now)}${since} `;
  const role = asOf === null ? linkRole(link) : "warn";
  if (note) {
    const told = `${timeOfDay(note.time)} ${note.text} `;
    // Where both don't fit, the sign alone says how the connection is.
    const left = width(words) + width(told) > columns ? words.slice(0, 3) : words;
    const right = truncate(told, columns - width(left));
    return endsLine(lineOf(left, { role }), lineOf(right, { role: note.role }), columns);
  }
  const left = lineOf(words, { role });
  if (open || list.shown.length === 0) return fitLine(left, columns);
  const at = `${grouped(place.at + 1)} of ${grouped(list.shown.length)} · by ${list.sort.column} `;
  return endsLine(left, lineOf(at, { role: "faint" }), columns);
}

function closePrompt({ room, members }: Ask & { kind: "close" }, columns: number): string {
  const who = members === 0 ? "" : members === 1 ? " with its member" : ` with its ${members} members`;
  const whole = ` Close ${room}${who}? Type its name: `;
  return width(whole) + width(room) < columns ? whole : " Type the room's name to close it: ";
}

/** What is typed at the bottom: the prompt before it, and the part of it that fits with its cursor. */
function typedLine({ ask, line }: RoomsState, columns: number) {
  if (ask?.kind === "close") {
    const prompt = closePrompt(ask, columns);
    return { prompt, ...inputWindow(ask.input, Math.max(1, columns - width(prompt) - 1)) };
  }
  if (!line.open) return null;
  const prompt = line.open === "filter" ? " /" : " :";
  return { prompt, ...inputWindow(line.input, columns - prompt.length - 1) };
}

export function bottomLine(state: RoomsState, footer: string, columns: number): Line {
  const { ask, line, list } = state;
  if (ask?.kind === "member") {
    const act = ask.act === "kick" ? "Remove" : "Ban";
    return fitLine(
      lineOf(` ${act} ${ask.name} from ${ask.room}?  y yes · n no`, { role: "warn", bold: true }),
      columns,
    );
  }
  const typed = typedLine(state, columns);
  if (!typed) return fitLine(lineOf(` ${footer}`, { role: "faint" }), columns);
  const usage = line.open === "command" ? usageOf(inputText(line.input)) : list.filter.wrong;
  const hint = ask || usage === "" ? "" : `  ${usage} `;
  const left: Line = [{ text: typed.prompt, role: "accent", bold: true }, { text: typed.text }];
  const space = columns - width(typed.prompt) - width(typed.text) - 2;
  return endsLine(left, lineOf(width(hint) <= space ? hint : "", { role: "faint" }), columns);
}

export function roomsCursor(state: RoomsState, { columns, rows }: { columns: number; rows: number }) {
  if (state.help) return null;
  const typed = typedLine(state, columns);
  return typed && { x: width(typed.prompt) + typed.cursor, y: rows - 1 };
}
