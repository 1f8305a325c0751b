// The screen of relay as lines: header, list or ladder or comparison, status, and at the bottom the keys or what is typed.
import { inputText, inputWindow } from "./input.ts";
import { endsLine, fillLines, fitLine, type Line, lineOf, type Segment } from "./lines.ts";
import { linkRole, linkText } from "./link.ts";
import { settled } from "./list.ts";
import { currentFilter, type Heights, isPaused, listOf, type RelayState } from "./relay.ts";
import { compareLines } from "./relay-compare.ts";
import { completeFilter } from "./relay-filter.ts";
import { ladderWindow } from "./relay-ladder.ts";
import {
  detailColumns,
  ladderLines,
  ladderRows,
  paneLines,
  panesOf,
  selectedDetail,
} from "./relay-ladder-lines.ts";
import { findingsText, listColumns, upText, whoText } from "./relay-list.ts";
import { stateLook } from "./relay-look.ts";
import { savedRecords } from "./relay-save.ts";
import { tableLines } from "./table.ts";
import { width } from "./text.ts";

/** Header, status, footer. */
const AROUND = 3;
const TITLES = 1;

export const bodyRows = (rows: number): number => Math.max(1, rows - AROUND);

export function heightsOf({ share, full, compared }: RelayState, columns: number, rows: number): Heights {
  const body = bodyRows(rows);
  const panes = panesOf(columns, body, share);
  const detail = full || compared || panes.pane === null ? body : paneLines(panes);
  return { list: Math.max(1, body - TITLES), ladder: ladderRows(panes), detail };
}

const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, " ");

export function headerLine(state: RelayState, columns: number): Line {
  const left = titleOf(state);
  const used = left.reduce((sum, { text }) => sum + width(text), 0);
  const right = rightWordings(state).find((wording) => width(wording) + used + 2 <= columns) ?? "";
  return endsLine(left, lineOf(right === "" ? "" : `${right} `, { bold: true }), columns);
}

function titleOf(state: RelayState): Segment[] {
  const { scope, ladder, kept, compared } = state;
  const bold = true;
  if (!ladder) {
    const shown = listOf(state).length;
    const all = kept.exchanges.size;
    const count = `${shown === all ? "" : `${grouped(shown)} of `}${grouped(all)}`;
    return [{ text: ` relay ${scope} · ${count} exchange${all === 1 && shown === 1 ? "" : "s"}`, bold }];
  }
  const { entry, room } = ladder;
  const head: Segment = { text: ` relay › ${room}`, bold };
  if (!entry) return [head, { text: " · whole room", bold }];
  const nameOf = (peer: string) => kept.nameOf(peer);
  const { sign, role } = stateLook[entry.state];
  return [
    head,
    { text: ` › ${whoText(entry, nameOf)}${compared ? " › compared" : ""}`, bold },
    { text: `  ${sign} ${entry.state}`, role, bold },
    { text: entry.connectMs === null ? "" : ` in ${upText(entry)}`, role },
  ];
}

function rightWordings(state: RelayState): string[] {
  const { kept, ladder, read } = state;
  const missed = kept.missed > 0 ? `${grouped(kept.missed)} missed: too fast` : "";
  const loading = read !== null && read < 1 ? `reading ${Math.floor(read * 100)} %` : "";
  const signals = `${grouped(kept.signals)} signal${kept.signals === 1 ? "" : "s"}`;
  const gone =
    kept.total > 0 && kept.items.at(0)!.id > 1 ? `the latest ${grouped(kept.items.length)} kept` : "";
  if (ladder?.entry) return [[findingsText(ladder.entry), missed].filter(Boolean).join(" · "), missed];
  return [
    [loading, signals, gone, missed].filter(Boolean).join(" · "),
    [loading, signals, missed].filter(Boolean).join(" · "),
    loading || missed,
  ];
}

export function bodyLines(state: RelayState, columns: number, rows: number): Line[] {
  const body = bodyRows(rows);
  const { ladder, full, top } = state;
  if (!ladder) return fillLines(listLines(state, columns, body - TITLES), body, columns);
  const long = longLines(state, columns, body);
  if (!long) return ladderLines(state, ladder, columns, body);
  const inside = fillLines(long.slice(top), body, columns - (full ? 2 : 0));
  return full ? inside.map((line): Line => [{ text: " " }, ...line, { text: " " }]) : inside;
}

/** What is scrolled line by line; null where a ladder stands. */
function longLines(state: RelayState, columns: number, body: number): Line[] | null {
  const { compared, full, kept } = state;
  if (compared) return compareLines(compared[0], compared[1], columns, (peer) => kept.nameOf(peer));
  return full ? selectedDetail(state, detailColumns(state, columns, body)) : null;
}

/** How many lines there are to scroll through, in whatever shows them. */
export function scrolledLines(state: RelayState, columns: number, rows: number): number {
  const body = bodyRows(rows);
  if (!state.ladder) return 0;
  const long = longLines(state, columns, body);
  return (long ?? selectedDetail(state, detailColumns(state, columns, body))).length;
}

function listLines(state: RelayState, columns: number, height: number): Line[] {
  const { list, kept } = state;
  // Of a recording: how long before its end.
  const now = state.read === null ? state.now : (kept.latest ?? state.now);
  const entries = listOf(state);
  const place = settled(
    list.place,
    entries.map(({ key }) => key),
    height,
  );
  const wide = columns >= 100;
  const lines = tableLines({
    columns: listColumns((peer) => kept.nameOf(peer), now, wide),
    rows: entries.slice(place.top, place.top + height),
    isSelected: ({ key }) => key === place.selected,
    sorted: { title: list.sort.column, descending: !list.sort.reversed },
    width: columns,
  });
  if (entries.length > 0) return lines;
  const faint = { role: "faint" } as const;
  if (kept.exchanges.size > 0)
    return [...lines, lineOf(" No exchange fits the filter: Esc shows all.", faint)];
  if (state.read !== null)
    return [...lines, lineOf(state.read < 1 ? " Reading…" : " There are no signals in it.", faint)];
  return [
    ...lines,
    lineOf(" No signals yet: they come when two peers of a room connect."),
    [],
    lineOf(" To see some now, open this page in two tabs:", faint),
    [{ text: "   " }, { text: state.page ?? "", role: "accent", bold: true }],
  ];
}

export function statusLine(state: RelayState, columns: number): Line {
  const { link, now, note, read, scope } = state;
  const left: Line = link
    ? lineOf(` ${linkText(link, now)}`, { role: linkRole(link) })
    : lineOf(read === 1 ? ` ● whole file: ${scope}` : " ◌ reading", { role: "info" });
  if (note) return endsLine(left, lineOf(`${note.text} `, { role: note.role }), columns);
  return endsLine(
    left,
    lineOf(`${whereText(state)} `, { role: isPaused(state) ? "warn" : "faint" }),
    columns,
  );
}

function whereText(state: RelayState): string {
  const { ladder, list, kept, heights, compared, full, top } = state;
  if (compared || full) return top > 0 ? `line ${top + 1}` : "";
  const filter = currentFilter(state).text.trim();
  const narrowed = filter === "" ? "" : ` · /${filter}`;
  if (!ladder) {
    const entries = listOf(state);
    const place = settled(
      list.place,
      entries.map(({ key }) => key),
      heights.list,
    );
    const at =
      entries.length === 0
        ? ""
        : `${grouped(place.at + 1)} of ${grouped(entries.length)} · by ${list.sort.column}`;
    return list.frozen ? `‖ paused · p${narrowed}` : `${at}${narrowed}`;
  }
  const { at, count } = ladderWindow(ladder, heights.ladder);
  const newer = ladder.fold.rows.length - count;
  if (ladder.until !== null) return `‖ paused${newer > 0 ? ` · ${newer} newer` : ""} · p${narrowed}`;
  const follows = ladder.at.selected === null;
  const place = `${grouped(Math.max(0, at + 1))} of ${grouped(count)}`;
  return `${place}${follows && kept ? " · ▶ following" : " · A follows"}${narrowed}`;
}

const prompts = { filter: " /", command: " find: ", save: " save to: " } as const;

function typedLine({ line }: RelayState, columns: number) {
  if (!line.open) return null;
  const prompt = prompts[line.open];
  return { prompt, ...inputWindow(line.input, columns - prompt.length - 1) };
}

/** What is wrong with what is typed, or what may follow. */
function hintOf(state: RelayState): string {
  const { line } = state;
  if (line.open === "save") return `${grouped(savedRecords(state).length)} records, redacted`;
  if (line.open !== "filter") return "in names, kinds, findings and descriptions";
  const text = inputText(line.input);
  const { choices } = completeFilter(text);
  const word = /\S*$/.exec(text)![0];
  if (choices.length > 0 && !(choices.length === 1 && choices[0] === word))
    return `Tab: ${choices.map((choice) => choice.replace(/^.*[:=~]/, "")).join(" ")}`;
  return currentFilter(state).wrong;
}

export function bottomLine(state: RelayState, footer: string, columns: number): Line {
  const typed = typedLine(state, columns);
  if (!typed) return fitLine(lineOf(` ${footer}`, { role: "faint" }), columns);
  const left: Line = [{ text: typed.prompt, role: "accent", bold: true }, { text: typed.text }];
  const space = columns - width(typed.prompt) - width(typed.text) - 3;
  const hint = hintOf(state);
  const role = currentFilter(state).wrong !== "" && state.line.open === "filter" ? "warn" : "faint";
  return endsLine(
    left,
    fitLine(
      lineOf(hint === "" || space < 8 ? "" : `  ${hint}`, { role }),
      Math.max(0, Math.min(space, width(hint) + 3)),
    ),
    columns,
  );
}

export function relayCursor(state: RelayState, { columns, rows }: { columns: number; rows: number }) {
  if (state.help) return null;
  const typed = typedLine(state, columns);
  return typed && { x: width(typed.prompt) + typed.cursor, y: rows - 1 };
}
