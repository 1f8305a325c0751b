// What the keys of relay do: moves, filters and searches, marks and comparisons, and texts for the clipboard.
import { copyToClipboard } from "./clipboard.ts";
import { actionFor, editKeys, type Keymap } from "./keymap.ts";
import type { RelayKeyAction } from "./keymaps/relay.ts";
import type { Key } from "./keys.ts";
import type { Screen } from "./screen.tsx";
import { inputText } from "./state/input.ts";
import { plainText } from "./state/lines.ts";
import { stepBy } from "./state/list.ts";
import { currentFilter, type RelayAction, type RelayState, type TraceRecord } from "./state/relay.ts";
import { isComparable } from "./state/relay-compare.ts";
import { completeFilter } from "./state/relay-filter.ts";
import type { Item } from "./state/relay-item.ts";
import { hasText, isFinding, ladderWindow, nextFound } from "./state/relay-ladder.ts";
import { bodyLines, scrolledLines } from "./state/relay-lines.ts";
import { savedRecords, saveName } from "./state/relay-save.ts";
import type { Store } from "./store.ts";

/** Writes records, which were listened for until then, into a file of this name; says what became of it, or throws what is to be read in its place. */
export type Save = (file: string, records: readonly TraceRecord[], until: number | null) => Promise<string>;

interface Setting {
  store: Store<RelayState, RelayAction>;
  screen: Screen;
  keymap: Keymap<RelayKeyAction>;
  save: Save;
}

export function onRelayKey(key: Key, setting: Setting): void {
  const { store, keymap } = setting;
  const { help, line } = store.state;
  store.dispatch({ type: "note.clear" });
  if (help) store.dispatch({ type: "help", open: false });
  else if (line.open) onLine(key, setting);
  else {
    const action = actionFor(keymap, key.name);
    if (action) act(action, setting);
  }
}

function onLine(key: Key, { store, save }: Setting): void {
  const { dispatch, state } = store;
  const edit = actionFor(editKeys, key.name);
  if (key.name === "escape" || key.name === "ctrl-c") dispatch({ type: "line.cancel" });
  else if (key.name === "enter") {
    const { open } = state.line;
    dispatch({ type: "line.accept" });
    if (open === "command") find(store, 1);
    else if (open === "save") saveTo(inputText(state.line.input).trim(), store, save);
  } else if (key.name === "tab" && state.line.open === "filter") {
    const text = inputText(state.line.input);
    const { text: whole } = completeFilter(text);
    if (whole !== text) dispatch({ type: "line.set", text: whole });
  } else if (edit) dispatch({ type: "line.edit", edit });
  else if (key.text !== "") dispatch({ type: "line.insert", text: key.text });
}

function act(action: RelayKeyAction, { store, screen }: Setting): void {
  const { dispatch, state } = store;
  switch (action) {
    case "up":
    case "down":
    case "page-up":
    case "page-down":
    case "top":
    case "bottom":
      step(action, store, screen);
      break;
    case "pane-down":
    case "pane-up":
      dispatch({ type: "scroll", by: action === "pane-down" ? 1 : -1, lines: linesOf(state, screen) });
      break;
    case "open":
    case "room":
      dispatch({ type: "open", whole: action === "room" });
      break;
    case "filter":
      dispatch({ type: "line.open", kind: "filter", text: currentFilter(state).text });
      break;
    case "find":
      dispatch({ type: "line.open", kind: "command" });
      break;
    case "next":
    case "previous":
      find(store, action === "next" ? 1 : -1);
      break;
    case "sort-left":
    case "sort-right":
      dispatch({ type: "sort", by: action === "sort-right" ? 1 : -1 });
      break;
    case "reverse":
      dispatch({ type: "sort.reverse" });
      break;
    case "compare":
      compare(store);
      break;
    case "wider":
    case "narrower":
      dispatch({ type: "share", by: action === "wider" ? 5 : -5 });
      break;
    case "copy":
      copy(store, screen);
      break;
    case "save":
      dispatch({ type: "line.open", kind: "save", text: saveName(state) });
      break;
    case "help":
      dispatch({ type: "help", open: true });
      break;
    case "quit":
      screen.quit();
      break;
    default:
      dispatch({ type: action });
  }
}

const linesOf = (state: RelayState, { size }: Screen): number =>
  scrolledLines(state, size.columns, size.rows);

function step(
  action: Parameters<typeof stepBy>[0],
  { dispatch, state }: Setting["store"],
  screen: Screen,
): void {
  const { ladder, heights, full, compared } = state;
  if (full || compared)
    dispatch({ type: "scroll", by: stepBy(action, heights.detail), lines: linesOf(state, screen) });
  else dispatch({ type: "move", by: stepBy(action, ladder ? heights.ladder : heights.list) });
}

function saveTo(file: string, { dispatch, state }: Setting["store"], save: Save): void {
  if (file === "") return;
  dispatch({ type: "note", text: `saving ${file}…`, role: "info" });
  save(file, savedRecords(state), state.kept.heardUntil).then(
    (text) => dispatch({ type: "note", text, role: "good" }),
    (error: Error) => dispatch({ type: "note", text: error.message, role: "bad" }),
  );
}

/** From the selected row on, and round the end. */
function find({ dispatch, state }: Setting["store"], by: 1 | -1): void {
  const { ladder, search, kept, heights } = state;
  if (!ladder) return;
  const { at } = ladderWindow(ladder, heights.ladder);
  const isWanted = search === "" ? isFinding : hasText(search, kept);
  const row = nextFound(ladder.fold.rows, at, by, isWanted);
  if (row) dispatch({ type: "go", row });
  else if (search === "") dispatch({ type: "note", text: "no findings; f finds a text", role: "info" });
  else dispatch({ type: "note", text: `"${search}" is nowhere in it`, role: "warn" });
}

const WHICH = "mark two offers or answers with Space; c on one compares it with the one before";

/** Two that are marked; one that is marked and the selected one; or the selected one and its side's last before it. */
function compare({ dispatch, state }: Setting["store"]): void {
  const { ladder, heights } = state;
  if (!ladder) return;
  const selected = ladder.fold.rows.at(Math.max(0, ladderWindow(ladder, heights.ladder).at))?.items[0];
  const marks = ladder.marks.filter(isComparable);
  const pair = pairOf(marks, selected && isComparable(selected) ? selected : undefined);
  if (pair) dispatch({ type: "compare", items: pair });
  else dispatch({ type: "note", text: WHICH, role: "info" });
}

function pairOf(marks: readonly Item[], selected: Item | undefined): readonly [Item, Item] | null {
  if (marks.length === 2) return [marks[0]!, marks[1]!];
  if (marks.length === 1 && selected && selected !== marks[0]) return [marks[0]!, selected];
  if (!selected?.exchange) return null;
  const earlier = [...selected.exchange.items].filter((item) => item.id < selected.id && isComparable(item));
  const before = earlier.findLast(({ from }) => from === selected.from) ?? earlier.at(-1);
  return before ? [before, selected] : null;
}

/** The selected exchange's row, the whole detail, or the whole comparison. */
function copy({ dispatch, state }: Setting["store"], { size }: Screen): void {
  const { columns } = size;
  const whole = { ...state, full: !state.compared, top: 0 };
  const rows = state.ladder ? linesOf(whole, { size } as Screen) + 3 : size.rows;
  const lines = bodyLines(state.ladder ? whole : state, columns, rows).map(plainText);
  const selected = lines.find((line) => line.startsWith("›"));
  const text = state.ladder ? lines.map((line) => line.trim()).join("\n") : selected?.slice(1).trim();
  if (!text) return;
  copyToClipboard(text);
  dispatch({
    type: "note",
    text: `copied ${state.ladder ? `${lines.length} lines` : "the row"}`,
    role: "good",
  });
}
