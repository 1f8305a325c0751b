// The open room of the console as lines: what it is, its tabs, and the one that is shown.
import { age, bytes, preciseClock, shortPeer } from "./format.ts";
import { beside, endsLine, fillLines, type Line, lineOf, panel, type Segment } from "./lines.ts";
import { settled } from "./list.ts";
import type { MemberRow, MessageRow, OpenRoom, SignalRow, Tab } from "./rooms-room.ts";
import { tabs } from "./rooms-room.ts";
import { seatsText, statusRole } from "./rooms-row.ts";
import { type Column, tableLines } from "./table.ts";
import { tailWindow } from "./tail.ts";
import { field, width, wrap } from "./text.ts";

/** From here on the settings stand beside what else is shown. */
const BESIDE_FROM = 110;
const SETTINGS_COLUMNS = 46;
/** From here on the room is told in a line of its own. */
const SUMMARY_FROM = 14;
/** The edges of a panel. */
const EDGES = 2;

export const timeOfDay = (time: number): string => preciseClock(time).slice(0, 8);

const summaryRows = (rows: number): number => (rows >= SUMMARY_FROM ? 1 : 0);

/** Rows that a tab has for what it lists, below its titles. */
export const roomHeightOf = (rows: number, columns: number): number =>
  Math.max(1, rows - summaryRows(rows) - 1 - 1 - (columns >= BESIDE_FROM ? EDGES : 0));

/** Everything between the header and the status line. */
export function roomLines(open: OpenRoom, now: number, columns: number, rows: number): Line[] {
  const summary = summaryRows(rows) > 0 ? [summaryLine(open, now)] : [];
  const top = [...summary, tabsLine(open, columns)];
  const height = rows - top.length;
  if (columns < BESIDE_FROM) {
    return [
      ...fillLines(top, top.length, columns),
      ...fillLines(tabLines(open, now, columns, height), height, columns),
    ];
  }
  // Once is enough of the settings.
  const left = open.tab === "settings" ? columns : columns - SETTINGS_COLUMNS;
  const shown = panel(tabLines(open, now, left - 4, height - EDGES), {
    ...{ title: open.tab, focused: true, columns: left, rows: height },
  });
  if (left === columns) return [...fillLines(top, top.length, columns), ...shown];
  const settings = panel(settingsLines(open), { title: "settings", columns: SETTINGS_COLUMNS, rows: height });
  return [...fillLines(top, top.length, columns), ...beside(shown, settings)];
}

function summaryLine({ row, gone }: OpenRoom, now: number): Line {
  if (gone) return lineOf(" ✗ the room is gone; this is how it was last seen", { role: "bad" });
  if (!row) return lineOf(" looking into the room …", { role: "faint" });
  const words = [
    `${seatsText(row)} seats`,
    row.visibility,
    row.locked ? "locked" : "",
    row.hasPassword ? "password" : "",
    row.queue === "" ? "" : `queue ${row.queue}`,
    `${age(now - row.createdAt)} old`,
  ];
  return [
    { text: ` ${row.status}`, role: statusRole(row.status) },
    { text: ` · ${words.filter(Boolean).join(" · ")}` },
  ];
}

const countOf = (open: OpenRoom, tab: Tab): string => {
  if (tab === "settings") return "";
  const count = tab === "members" ? open.members.length : open[tab].rows.length;
  return count === 0 ? "" : ` ${count}${tab === "messages" && open.older ? "+" : ""}`;
};

/** Below this width tabs are told without their counts. */
const COUNTS_FROM = 50;

const tabsLine = (open: OpenRoom, columns: number): Line => [
  { text: " " },
  ...tabs.map((tab): Segment => {
    const name = columns < COUNTS_FROM ? tab : tab + countOf(open, tab);
    return tab === open.tab
      ? { text: `[${name}]`, bold: true, role: "accent" }
      : { text: ` ${name} `, role: "faint" };
  }),
];

function tabLines(open: OpenRoom, now: number, columns: number, rows: number): Line[] {
  const problem = open.problems[open.tab];
  if (problem) return [lineOf(` ✗ ${problem}`, { role: "bad" })];
  switch (open.tab) {
    case "members":
      return memberLines(open, now, columns, rows - 1);
    case "messages":
      return messageLines(open, columns, rows);
    case "signals":
      return signalLines(open, columns, rows - 1);
    case "settings":
      return settingsLines(open).slice(open.top);
  }
}

const stateOf = ({ host, held, ready, watches }: MemberRow): string =>
  [host ? "★ host" : "", held ? "… away" : "", ready ? "✔ ready" : "", watches ? "watches" : ""]
    .filter(Boolean)
    .join(" ");

function memberLines({ members, place: was, row }: OpenRoom, now: number, columns: number, height: number) {
  if (members.length === 0) return [lineOf(row ? " Nobody has a seat." : "", { role: "faint" })];
  const peerColumns = columns < 100 ? 10 : 22;
  const all: Column<MemberRow>[] = [
    { title: "SEAT", width: 4, align: "right", text: ({ seat }) => String(seat) },
    { title: "NAME", text: ({ name }) => name, look: ({ plainName }) => ({ person: plainName }) },
    { title: "STATE", width: 16, text: stateOf },
    { title: "HERE", width: 4, align: "right", rank: 1, text: ({ joinedAt }) => age(now - joinedAt) },
    {
      title: "PEER",
      width: peerColumns,
      rank: 2,
      text: ({ shownPeer }) => shortPeer(shownPeer, peerColumns),
    },
    { title: "DATA", width: Math.max(12, Math.floor(columns / 4)), rank: 3, text: ({ data }) => data },
  ];
  const place = settled(
    was,
    members.map(({ peer }) => peer),
    height,
  );
  return tableLines({
    columns: all,
    rows: members.slice(place.top, place.top + height),
    isSelected: ({ peer }) => peer === place.selected,
    width: columns,
  });
}

const NAME_COLUMNS = 12;
const NOT_SEEN = "stored messages only, looked for each second";

function messageLines({ messages, older, row }: OpenRoom, columns: number, rows: number): Line[] {
  const height = rows - 1;
  const { rows: shown, above, below } = tailWindow(messages, height);
  const more = above > 0 || older ? "↑ older · " : "";
  const title = endsLine(
    lineOf(` ${NOT_SEEN}`, { role: "faint" }),
    lineOf(below > 0 ? `${more}${below} newer · G ` : `${more}▶ following `, { role: "faint" }),
    columns,
  );
  if (messages.rows.length === 0)
    return [title, lineOf(row ? " No message is kept here." : "", { role: "faint" })];
  const lines: Line[] = [];
  for (const message of shown.toReversed()) {
    lines.unshift(...linesOfMessage(message, columns));
    if (lines.length >= height) break;
  }
  return [title, ...lines.slice(-height)];
}

function linesOfMessage({ time, name, event, text }: MessageRow, columns: number): Line[] {
  const space = columns < 60 ? 0 : 9;
  const said = event === "" ? text : `${event}  ${text}`;
  const left = columns - space - NAME_COLUMNS - 4;
  return wrap(said, Math.max(8, left)).map((part, at): Line => {
    const first = at === 0;
    return [
      { text: field(first && space > 0 ? ` ${timeOfDay(time)}` : "", space), role: "faint" },
      { text: ` ${field(first ? name : "", NAME_COLUMNS, "right")}`, person: name },
      { text: " │ ", role: "faint" },
      { text: part, role: event === "" ? undefined : "info" },
    ];
  });
}

const isBad = ({ verdict }: SignalRow): boolean => verdict === "no_such_peer" || verdict === "failed";

function signalLines({ signals }: OpenRoom, columns: number, height: number): Line[] {
  if (signals.rows.length === 0) {
    return [
      lineOf(" No signals since this was opened: they come when two members connect.", { role: "faint" }),
    ];
  }
  const all: Column<SignalRow>[] = [
    { title: "TIME", width: 12, rank: 3, text: ({ time }) => preciseClock(time) },
    { title: "FROM → TO", text: ({ from, to }) => `${from} → ${to}`, look: ({ from }) => ({ person: from }) },
    { title: "KIND", width: 9, text: ({ kind }) => kind, look: () => ({ role: "accent" }) },
    { title: "SIZE", width: 7, align: "right", rank: 2, text: (row) => bytes(row.bytes) },
    {
      title: "VERDICT",
      width: 14,
      rank: 1,
      text: (row) => (isBad(row) ? `✗ ${row.verdict}` : row.verdict),
      look: (row) => ({ role: isBad(row) ? "bad" : undefined }),
    },
  ];
  const { rows } = tailWindow(signals, height);
  return tableLines({ columns: all, rows, isSelected: () => false, width: columns });
}

function settingsLines({ settings, data, row }: OpenRoom): Line[] {
  if (!row) return [];
  const pair = ([name, value]: readonly [string, string], least: number): Line => [
    { text: ` ${field(name, Math.max(least, width(name)))}  `, role: "faint" },
    { text: value },
  ];
  const widest = Math.min(16, Math.max(0, ...data.map(([name]) => width(name))));
  return [
    ...settings.map((each) => pair(each, 8)),
    [],
    lineOf(data.length === 0 ? " no data" : " data", { bold: true }),
    ...data.map((each) => pair(each, widest)),
  ];
}
