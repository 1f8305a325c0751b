// The relay screen's state: the last signals that the server relayed, a filter, and where the reader stands.
import type { SignalRecord } from "../../protocol/events.ts";
import { safeText } from "../../protocol/safe-text.ts";
import { type Edit, edit, emptyInput, type Input, inputText, insert } from "./input.ts";
import type { Link } from "./link.ts";

export interface RelayRow {
  id: number;
  time: number;
  room: string;
  from: string;
  to: string;
  kind: string;
  bytes: number;
  verdict: string;
  /** Everything that a filter looks at, in lower case. */
  searched: string;
}

export interface RelayState {
  scope: string;
  rows: readonly RelayRow[];
  nextId: number;
  /** Signals that came since the screen opened, also those that no longer fit the buffer. */
  total: number;
  /** Signals that the server dropped because this watcher was too slow. */
  missed: number;
  lastSeq: number;
  /** The id of the last row shown; null while following. */
  anchor: number | null;
  filter: string;
  /** The filter being typed; null if none is. */
  input: Input | null;
  link: Link;
  now: number;
  help: boolean;
}

export type RelayAction =
  | { type: "signals"; records: readonly SignalRecord[] }
  | { type: "link"; link: Link }
  | { type: "tick" }
  | { type: "pause" }
  | { type: "scroll"; by: number; height: number }
  | { type: "follow" }
  | { type: "filter.open" }
  | { type: "filter.insert"; text: string }
  | { type: "filter.edit"; edit: Edit }
  | { type: "filter.apply" }
  | { type: "filter.clear" }
  | { type: "help"; open: boolean };

const ROWS = 5_000;

export const initialRelay = (scope: string, now: number): RelayState => ({
  scope,
  rows: [],
  nextId: 1,
  total: 0,
  missed: 0,
  lastSeq: 0,
  anchor: null,
  filter: "",
  input: null,
  link: { state: "open" },
  now,
  help: false,
});

type Of<T extends RelayAction["type"]> = Extract<RelayAction, { type: T }>;
type Reducers = { [T in RelayAction["type"]]: (state: RelayState, action: Of<T>) => RelayState };

export function reduceRelay(state: RelayState, action: RelayAction, now: number): RelayState {
  const reduce = reducers[action.type] as (state: RelayState, action: RelayAction) => RelayState;
  return reduce({ ...state, now }, action);
}

const reducers: Reducers = {
  signals: (state, { records }) => {
    let { nextId, lastSeq, missed } = state;
    const added: RelayRow[] = [];
    for (const record of records) {
      // The first one seen can have any number; a smaller one than before comes from a server that started anew.
      if (lastSeq > 0 && record.seq > lastSeq) missed += record.seq - lastSeq - 1;
      lastSeq = record.seq;
      added.push(rowOf(record, nextId++));
    }
    const rows = [...state.rows, ...added].slice(-ROWS);
    return { ...state, rows, nextId, lastSeq, missed, total: state.total + records.length };
  },
  // Numbers of another connection can't be compared with the last one's: what it missed is not known.
  link: (state, { link }) => ({ ...state, link, lastSeq: link.state === "open" ? state.lastSeq : 0 }),
  tick: (state) => state,
  pause: (state) => ({ ...state, anchor: state.anchor === null ? (shownRows(state).at(-1)?.id ?? 0) : null }),
  scroll: (state, { by, height }) => {
    const rows = shownRows(state);
    const now = indexOf(rows, state.anchor);
    const target = Math.min(rows.length - 1, Math.max(Math.min(height, rows.length) - 1, now + by));
    const follows = by > 0 && target === rows.length - 1;
    return { ...state, anchor: follows ? null : (rows[target]?.id ?? null) };
  },
  follow: (state) => ({ ...state, anchor: null }),
  "filter.open": (state) => ({ ...state, input: insert(emptyInput, state.filter) }),
  "filter.insert": (state, { text }) =>
    state.input ? { ...state, input: insert(state.input, text.replaceAll("\n", " ")) } : state,
  "filter.edit": (state, action) =>
    state.input ? { ...state, input: edit(state.input, action.edit) } : state,
  "filter.apply": (state) =>
    state.input ? { ...state, filter: inputText(state.input).trim(), input: null } : state,
  "filter.clear": (state) => ({ ...state, filter: "", input: null }),
  help: (state, { open }) => ({ ...state, help: open }),
};

function rowOf(record: SignalRecord, id: number): RelayRow {
  const { local, remote, protocol } = record.pair ?? {};
  const pair = record.pair ? ` ${local} ↔ ${remote}${protocol ? ` ${protocol}` : ""}` : "";
  const row = {
    id,
    time: record.time,
    room: safeText(record.room),
    from: safeText(record.from),
    to: safeText(record.to),
    kind: safeText(record.kind),
    bytes: record.bytes,
    verdict: safeText(record.state ? `${record.state}${pair}` : (record.verdict ?? "")),
  };
  const searched = `${row.room} ${row.from} ${row.to} ${row.kind} ${row.verdict}`.toLowerCase();
  return { ...row, searched };
}

const indexOf = (rows: readonly RelayRow[], anchor: number | null): number =>
  anchor === null ? rows.length - 1 : rows.findLastIndex(({ id }) => id <= anchor);

/** The rows that the filter lets through; while one is typed it already counts. */
function shownRows(state: RelayState): readonly RelayRow[] {
  const filter = (state.input ? inputText(state.input) : state.filter).trim().toLowerCase();
  return filter === "" ? state.rows : state.rows.filter(({ searched }) => searched.includes(filter));
}

/** What a window of this height shows, and how many rows lie below it. */
export function relayWindow(state: RelayState, height: number): { rows: readonly RelayRow[]; below: number } {
  const rows = shownRows(state);
  const end = indexOf(rows, state.anchor) + 1;
  return { rows: rows.slice(Math.max(0, end - height), end), below: rows.length - end };
}
