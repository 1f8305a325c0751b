// The relay screen's state: what was heard, the list of exchanges, the ladder that is open, and what is typed.
import type { TraceRecord } from "../../signals/trace.ts";
import {
  accepted,
  type CommandLine,
  cancelled,
  closedLine,
  edited,
  type LineKind,
  opened,
  typed,
} from "./command-line.ts";
import { type Edit, inputText } from "./input.ts";
import type { Link } from "./link.ts";
import { type Place, startOfList, stepped } from "./list.ts";
import type { ExchangeEntry } from "./relay-exchange.ts";
import { type Filter, noFilter, parseFilter } from "./relay-filter.ts";
import { atEnd, type LadderRow, steppedBy } from "./relay-fold.ts";
import type { Item } from "./relay-item.ts";
import { Kept, LIVE } from "./relay-kept.ts";
import { belongs, foldOf, type Ladder, ladderWindow, openLadder } from "./relay-ladder.ts";
import { type Sort, type SortColumn, shownEntries, sortColumns } from "./relay-list.ts";
import { nextMode, type TimeMode } from "./relay-times.ts";
import type { Role } from "./theme.ts";

export type { TraceRecord };

export interface Heights {
  list: number;
  ladder: number;
  /** Of the pane, of the detail that fills the screen, or of a comparison: whichever is shown. */
  detail: number;
}

export interface RelayState {
  scope: string;
  /** Where two tabs can be opened to see something; null for a file. */
  page: string | null;
  /** Of a file: how much of it was read, from 0 to 1; null for a server. */
  read: number | null;
  kept: Kept;
  list: { place: Place; sort: Sort; filter: Filter; frozen: readonly ExchangeEntry[] | null };
  ladder: Ladder | null;
  compared: readonly [Item, Item] | null;
  /** The detail fills the screen. */
  full: boolean;
  /** The first line of the detail or the comparison that is shown. */
  top: number;
  raw: boolean;
  times: TimeMode;
  /** Percent of the screen that the pane gets. */
  share: number;
  search: string;
  line: CommandLine;
  note: { text: string; role: Role } | null;
  link: Link | null;
  heights: Heights;
  now: number;
  help: boolean;
}

export type RelayAction =
  | { type: "records"; records: readonly TraceRecord[] }
  | { type: "read"; part: number }
  | { type: "ended"; time: number }
  | { type: "link"; link: Link }
  | { type: "tick" }
  | { type: "heights"; heights: Heights }
  | { type: "move"; by: number }
  | { type: "scroll"; by: number; lines: number }
  | { type: "open"; whole: boolean }
  | { type: "full" }
  | { type: "back" }
  | { type: "follow" }
  | { type: "pause" }
  | { type: "sort"; by: number }
  | { type: "sort.reverse" }
  | { type: "go"; row: LadderRow }
  | { type: "mark" }
  | { type: "compare"; items: readonly [Item, Item] }
  | { type: "raw" }
  | { type: "times" }
  | { type: "share"; by: number }
  | { type: "line.open"; kind: LineKind; text?: string }
  | { type: "line.insert"; text: string }
  | { type: "line.edit"; edit: Edit }
  | { type: "line.set"; text: string }
  | { type: "line.accept" }
  | { type: "line.cancel" }
  | { type: "note"; text: string; role: Role }
  | { type: "note.clear" }
  | { type: "help"; open: boolean };

interface Setting {
  scope: string;
  page: string | null;
  kept?: Kept;
  now: number;
}

export const initialRelay = ({ scope, page, kept, now }: Setting): RelayState => ({
  scope,
  page,
  read: page === null ? 0 : null,
  kept: kept ?? new Kept(LIVE, { complete: false }),
  list: {
    place: startOfList,
    sort: { column: "AGE", reversed: false },
    filter: noFilter,
    frozen: null,
  },
  ladder: null,
  compared: null,
  full: false,
  top: 0,
  raw: false,
  times: "start",
  share: 40,
  search: "",
  line: closedLine,
  note: null,
  link: page === null ? null : { state: "open" },
  heights: { list: 1, ladder: 1, detail: 1 },
  now,
  help: false,
});

export const listOf = ({ kept, list }: RelayState): readonly ExchangeEntry[] =>
  list.frozen ?? shownEntries(kept, list.filter, list.sort);

export const isPaused = ({ ladder, list }: RelayState): boolean =>
  ladder ? ladder.until !== null : list.frozen !== null;

export const currentFilter = ({ ladder, list }: RelayState): Filter => (ladder ?? list).filter;

type Of<T extends RelayAction["type"]> = Extract<RelayAction, { type: T }>;
type Reducers = { [T in RelayAction["type"]]: (state: RelayState, action: Of<T>) => RelayState };

export function reduceRelay(state: RelayState, action: RelayAction, now: number): RelayState {
  const reduce = reducers[action.type] as (state: RelayState, action: RelayAction) => RelayState;
  return reduce(state.now === now ? state : { ...state, now }, action);
}

/** What comes goes into the open ladder too. */
function heard(state: RelayState, listen: (kept: Kept) => void): RelayState {
  const { kept, ladder } = state;
  const stop = ladder ? kept.listen((item) => belongs(item, ladder) && ladder.fold.add(item)) : null;
  listen(kept);
  stop?.();
  ladder?.fold.drop(kept.oldestId);
  return { ...state };
}

const changed = (state: RelayState, ladder: Partial<Ladder>): RelayState =>
  state.ladder ? { ...state, ladder: { ...state.ladder, ...ladder }, top: 0 } : state;

/** While it is typed it already counts. */
function filtered(state: RelayState, text: string): RelayState {
  const filter = parseFilter(text);
  const { kept, ladder, list } = state;
  if (!ladder) return { ...state, list: { ...list, filter, frozen: null } };
  return changed(state, { filter, fold: foldOf(kept, ladder, filter), until: null });
}

const withLine = (state: RelayState, line: CommandLine): RelayState => {
  const next = { ...state, line };
  return state.line.open === "filter" ? filtered(next, inputText(line.input)) : next;
};

function openFrom(state: RelayState, whole: boolean): RelayState {
  const { kept, ladder, list, heights } = state;
  if (ladder) {
    if (!whole) return { ...state, full: true, top: 0 };
    const entry = ladder.entry ? null : ladder.entry;
    return { ...state, ladder: openLadder(kept, { ...ladder, entry }), top: 0, full: false };
  }
  const entries = listOf(state);
  const { selected } = stepped(
    list.place,
    entries.map(({ key }) => key),
    0,
    heights.list,
  );
  const entry = entries.find(({ key }) => key === selected);
  if (!entry) return state;
  const { place, room } = entry;
  const opened = openLadder(kept, { entry: whole ? null : entry, place, room });
  return {
    ...state,
    ladder: opened,
    top: 0,
    full: false,
    list: { ...list, place: { ...list.place, selected } },
  };
}

function back(state: RelayState): RelayState {
  if (state.compared) return { ...state, compared: null, top: 0 };
  if (state.full) return { ...state, full: false, top: 0 };
  if (currentFilter(state).text !== "") return filtered(state, "");
  return { ...state, ladder: null, top: 0 };
}

const reducers: Reducers = {
  records: (state, { records }) => heard(state, (kept) => kept.take(records, state.now)),
  tick: (state) => heard(state, (kept) => kept.tick(state.now)),
  read: (state, { part }) => ({ ...state, read: part }),
  ended: (state, { time }) => heard(state, (kept) => kept.ended(time)),
  link: (state, { link }) => {
    if (link.state !== "open") state.kept.reconnected();
    return { ...state, link };
  },
  heights: (state, { heights }) => {
    const same = (Object.keys(heights) as (keyof Heights)[]).every(
      (key) => heights[key] === state.heights[key],
    );
    return same ? state : { ...state, heights };
  },
  move: (state, { by }) => {
    const { ladder, list, heights } = state;
    if (ladder) {
      const { fold, at, until } = ladder;
      const from = until !== null && at.selected === null ? { ...at, selected: until } : at;
      const next = steppedBy(fold.rows, from, by, heights.ladder);
      const atLast = next.selected === fold.rows.at(-1)?.id;
      return changed(state, { at: by > 0 && atLast && until === null ? atEnd : next });
    }
    const ids = listOf(state).map(({ key }) => key);
    return { ...state, list: { ...list, place: stepped(list.place, ids, by, heights.list) } };
  },
  scroll: (state, { by, lines }) => ({
    ...state,
    top: Math.max(0, Math.min(state.top + by, lines - state.heights.detail)),
  }),
  open: (state, { whole }) => openFrom(state, whole),
  full: (state) => ({ ...state, full: !state.full, top: 0 }),
  back,
  follow: (state) =>
    state.ladder
      ? changed(state, { at: atEnd, until: null })
      : { ...state, list: { ...state.list, place: startOfList, frozen: null } },
  pause: (state) => {
    const { ladder, list, kept } = state;
    if (!ladder) return { ...state, list: { ...list, frozen: list.frozen ? null : [...listOf(state)] } };
    if (ladder.until !== null) return changed(state, { until: null });
    return changed(state, { until: kept.items.at(-1)?.id ?? 0 });
  },
  sort: (state, { by }) => {
    const at = sortColumns.indexOf(state.list.sort.column);
    const column = sortColumns[(at + by + sortColumns.length) % sortColumns.length] as SortColumn;
    return { ...state, list: { ...state.list, sort: { column, reversed: false }, frozen: null } };
  },
  "sort.reverse": (state) => {
    const { column, reversed } = state.list.sort;
    return { ...state, list: { ...state.list, sort: { column, reversed: !reversed }, frozen: null } };
  },
  go: (state, { row }) => {
    if (!state.ladder) return state;
    const { first } = ladderWindow(state.ladder, state.heights.ladder);
    return changed(state, { at: { selected: row.id, top: state.ladder.fold.rows.at(first)?.id ?? 0 } });
  },
  mark: (state) => {
    const { ladder } = state;
    if (!ladder) return state;
    const item = ladder.fold.rows.at(ladderWindow(ladder, 1).at)?.items[0];
    if (!item) return state;
    const others = ladder.marks.filter((one) => one !== item);
    // A third one takes the place of the first.
    const marks = others.length < ladder.marks.length ? others : [...others, item].slice(-2);
    return { ...state, ladder: { ...ladder, marks } };
  },
  compare: (state, { items }) => ({ ...state, compared: items, top: 0 }),
  raw: (state) => ({ ...state, raw: !state.raw, top: 0 }),
  times: (state) => ({ ...state, times: nextMode(state.times) }),
  share: (state, { by }) => ({ ...state, share: Math.max(20, Math.min(70, state.share + by)) }),
  "line.open": (state, { kind, text = "" }) => ({
    ...state,
    note: null,
    line: opened(state.line, kind, text),
  }),
  "line.insert": (state, { text }) => withLine(state, typed(state.line, text)),
  "line.edit": (state, action) => withLine(state, edited(state.line, action.edit)),
  "line.set": (state, { text }) => withLine(state, opened(state.line, state.line.open ?? "filter", text)),
  "line.accept": (state) => {
    const text = inputText(state.line.input).trim();
    const search = state.line.open === "command" ? text : state.search;
    return { ...state, search, line: accepted(state.line) };
  },
  "line.cancel": (state) => {
    const next = { ...state, line: cancelled(state.line) };
    return state.line.open === "filter" ? filtered(next, "") : next;
  },
  note: (state, { text, role }) => ({ ...state, note: { text, role } }),
  "note.clear": (state) => (state.note ? { ...state, note: null } : state),
  help: (state, { open }) => ({ ...state, help: open }),
};
