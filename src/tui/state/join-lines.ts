// The join screen as lines: its panels laid out for the size of the terminal, with header, prompt and footer.
import { safeText } from "../../protocol/safe-text.ts";
import { inputText, inputWindow } from "./input.ts";
import { candidatesOf } from "./join-commands.ts";
import { newerOf } from "./join-log.ts";
import { type KeyHelp, memberLines, overlayLines, overlayTitle } from "./join-overlay.ts";
import { eventLines, linkLines, matchLine, progressLine, roomLines } from "./join-panels.ts";
import { factsOf } from "./join-room.ts";
import { seatLines, seatsHeight } from "./join-seats.ts";
import { type JoinState, PANELS, type Panel, personOf } from "./join-state.ts";
import { beside, endsLine, fillLines, fitLine, type Line, lineOf, panel, type Segment } from "./lines.ts";
import { linkRole, linkText } from "./link.ts";
import { hereWords } from "./people.ts";
import { truncate, width, wrap } from "./text.ts";

interface FrameSpec {
  columns: number;
  rows: number;
  footer: string;
  keys: readonly KeyHelp[];
}

/** From this width on there are two columns of panels. */
const TWO_COLUMNS = 100;
/** Fewer rows than these have no frames around panels. */
const FRAMED_ROWS = 18;

export function joinFrame(state: JoinState, { columns, rows, footer, keys }: FrameSpec): Line[] {
  const top = [header(state, columns), ...statusLines(state, columns)];
  const prompt = promptLine(state, columns, rows);
  const height = Math.max(0, rows - top.length - 2);
  const body = state.overlay
    ? overlayBody(state, keys, columns, height)
    : panels(state, columns, height, rows >= FRAMED_ROWS);
  return [
    ...top.map((line) => fitLine(line, columns)),
    ...fillLines(body, height, columns),
    fitLine(prompt.line, columns),
    fitLine(lineOf(truncate(` ${footer}`, columns), { role: "faint" }), columns),
  ];
}

/** Where something is typed; null where nothing is. */
export function joinCursor(
  state: JoinState,
  { columns, rows }: { columns: number; rows: number },
): { x: number; y: number } | null {
  const { x } = promptLine(state, columns, rows);
  return x === null ? null : { x, y: rows - 2 };
}

function header({ room, link, now, pingMs, people, view }: JoinState, columns: number): Line {
  const host = view?.host ? ` · host ${personOf({ people }, view.host)}` : "";
  const state: Segment = { text: `${linkText(link, now)} `, role: linkRole(link) };
  const ping: Segment[] =
    pingMs !== null && columns >= 60 ? [{ text: `ping ${pingMs} ms  `, role: "faint" }] : [];
  const left: Line = [
    { text: ` join ${room}`, bold: true },
    { text: `${host} `, role: "faint" },
  ];
  return endsLine(left, [...ping, state], columns);
}

function statusLines(state: JoinState, columns: number): Line[] {
  if (state.ended) {
    const { why, next } = state.ended;
    return [
      ...wrap(`✗ ${why}`, columns - 2).map((part) => lineOf(` ${part}`, { role: "bad", bold: true })),
      ...wrap(next, columns - 2).map((part) => lineOf(` ${part}`)),
    ].slice(0, 5);
  }
  const match = matchLine(state, columns);
  return [progressLine(state, columns), ...(match ? [match] : [])];
}

// --- panels ---

const titles: Record<Panel, string> = { seats: "seats", events: "events", room: "room", links: "links" };

function noteOf(state: JoinState, which: Panel): string {
  const { log, people, view, links } = state;
  if (which === "seats") return hereWords(people, view?.capacity ?? 0);
  if (which === "links") return links.size > 0 ? String(links.size) : "";
  if (which === "room") return "";
  return [
    log.filter && `/${safeText(log.filter)}`,
    log.heldAt === null ? "" : `paused, ${newerOf(log)} newer`,
    log.selected === null ? "" : "G newest",
  ]
    .filter(Boolean)
    .join(" · ");
}

function contents(state: JoinState, which: Panel, columns: number, height: number): Line[] {
  if (which === "seats") return seatLines(state, columns, height);
  if (which === "room") return roomLines(state, height);
  if (which === "links") return linkLines(state, columns, height);
  return eventLines(state, height);
}

/** Framed; or under a rule, where rows are few. */
function block(
  state: JoinState,
  which: Panel,
  columns: number,
  rows: number,
  framed: boolean,
  more = "",
): Line[] {
  const focused = state.focus === which;
  const note = [noteOf(state, which), more].filter(Boolean).join(" · ");
  if (framed) {
    const inside = contents(state, which, columns - 4, rows - 2);
    return panel(inside, { title: titles[which], note, focused, columns, rows });
  }
  const head = `─${focused ? "›" : " "}${titles[which]} `;
  const right = note ? ` ${note} ─` : "";
  const rule = "─".repeat(Math.max(0, columns - width(head) - width(right)));
  const title = lineOf(`${head}${rule}${right}`, { role: focused ? "accent" : "faint" });
  return fillLines([title, ...contents(state, which, columns, rows - 1)], rows, columns);
}

function panels(state: JoinState, columns: number, height: number, framed: boolean): Line[] {
  if (columns >= TWO_COLUMNS && height >= 12) return twoColumns(state, columns, height, framed);
  const other = state.focus === "seats" ? "events" : state.focus;
  const rest = PANELS.filter((which) => which !== "seats" && which !== other).join(", ");
  if (height < 8) {
    const others = PANELS.filter((which) => which !== state.focus).join(" ");
    return block(state, state.focus, columns, height, false, `Tab ${others}`);
  }
  const around = framed ? 2 : 1;
  const seats = Math.min(Math.max(2, seatsHeight(state)) + around, Math.floor(height * 0.5));
  return [
    ...block(state, "seats", columns, seats, framed),
    ...block(state, other, columns, height - seats, framed, `Tab ${rest}`),
  ];
}

const factsHeight = ({ view }: JoinState): number => (view ? factsOf(view).length : 0);

function twoColumns(state: JoinState, columns: number, height: number, framed: boolean): Line[] {
  const left = Math.floor(columns / 2);
  const right = columns - left;
  const links = Math.min(Math.max(3, state.links.size + 2), Math.floor(height / 3));
  const above = height - links;
  const seats = Math.min(above, Math.max(seatsHeight(state) + 2, Math.ceil(above / 2)));
  // What is left over says more of whoever is selected.
  const detail = framed && above - seats >= 6 ? above - seats : 0;
  const facts = Math.min(state.data.length + factsHeight(state) + 2, Math.floor(height / 2));
  return beside(
    [
      ...block(state, "seats", left, above - detail, framed),
      ...(detail > 0 ? selectedPanel(state, left, detail) : []),
      ...block(state, "links", left, links, framed),
    ],
    [...block(state, "room", right, facts, framed), ...block(state, "events", right, height - facts, framed)],
  );
}

function selectedPanel(state: JoinState, columns: number, rows: number): Line[] {
  const lines = memberLines(state, state.selected, columns - 4);
  const title = state.selected === "" ? "nobody is selected" : personOf(state, state.selected);
  return panel(lines, { title, note: lines.length > rows - 2 ? "Enter whole" : "", columns, rows });
}

function overlayBody(state: JoinState, keys: readonly KeyHelp[], columns: number, rows: number): Line[] {
  const overlay = state.overlay!;
  const lines = overlayLines(state, overlay, { keys, columns: columns - 4, rows: rows - 2 });
  const most = Math.max(0, lines.length - (rows - 2));
  const top = Math.min(overlay.top, most);
  const note = most > 0 ? `${Math.min(lines.length, top + rows - 2)} of ${lines.length} · ↑ ↓` : "Esc back";
  return panel(lines.slice(top), { title: overlayTitle(state, overlay), note, focused: true, columns, rows });
}

// --- the line that is typed, asked or hinted ---

function promptLine(state: JoinState, columns: number, rows: number): { line: Line; x: number | null } {
  const { asking, line, typing, hint } = state;
  if (asking?.by === "key") {
    const text = ` ${truncate(asking.question, Math.max(1, columns - 8))} y / n`;
    return { line: lineOf(text, { bold: true, role: "warn" }), x: null };
  }
  const label = asking
    ? ` ${asking.question} `
    : typing
      ? " say › "
      : line.open === "filter"
        ? " / "
        : line.open === "command"
          ? " : "
          : null;
  if (label === null) return { line: restingLine(state, rows), x: null };
  const shown = truncate(label, Math.max(3, columns - 12));
  const typed = inputWindow(typing ? state.input : line.input, columns - width(shown) - 1);
  const said = hint || (line.open === "command" ? candidatesOf(inputText(line.input), state) : "");
  const left: Line = [{ text: shown, role: "accent", bold: true }, { text: typed.text }];
  const space = columns - width(shown) - width(typed.text) - 3;
  const side: Line =
    said && space > 8 ? [{ text: truncate(said, space), role: hint ? "warn" : "faint" }, { text: " " }] : [];
  return { line: endsLine(left, side, columns), x: width(shown) + typed.cursor };
}

/** What was refused; where the log has no lines of its own, the last thing that happened. */
function restingLine({ hint, log, focus }: JoinState, rows: number): Line {
  if (hint !== "") return lineOf(` ${hint}`, { role: "warn" });
  const last = log.entries.at(-1);
  if (rows >= 14 || focus === "events" || !last) return [];
  return lineOf(` ${last.who === undefined ? "" : `${last.who}: `}${last.text}`, { role: "faint" });
}
