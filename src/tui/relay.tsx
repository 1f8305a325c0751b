// The screens of relay put together: watched or recorded signals into the state, and keys into actions.
import type { Client } from "../client/connect.ts";
import type { Watching } from "../client/watching.ts";
import type { TraceRecord } from "../signals/trace.ts";
import type { Size } from "./canvas.ts";
import { footerOf, helpOf } from "./keymap.ts";
import { exchangeKeys, ladderKeys, longKeys } from "./keymaps/relay.ts";
import { everySecond, watchLink } from "./link-watch.ts";
import { onRelayKey } from "./relay-keys.ts";
import { runScreen, type ScreenEnd } from "./screen.tsx";
import { initialRelay, type RelayAction, type RelayState, reduceRelay } from "./state/relay.ts";
import { filterHelp } from "./state/relay-filter.ts";
import { Kept } from "./state/relay-kept.ts";
import { heightsOf, relayCursor } from "./state/relay-lines.ts";
import { createStore, type Store } from "./store.ts";
import { RelayView } from "./views/relay.tsx";

const maps = { list: exchangeKeys, ladder: ladderKeys, long: longKeys } as const;
const footers = { list: footerOf(exchangeKeys), ladder: footerOf(ladderKeys), long: footerOf(longKeys) };
const help = {
  list: [...helpOf(exchangeKeys), ...filterHelp],
  ladder: [...helpOf(ladderKeys), ...filterHelp],
  long: helpOf(longKeys),
};
/** At most fifteen frames a second however much is signalled. */
const GATHER_MS = 67;
/** Of a file: nothing is let go that fits in memory. */
const FILE = { items: 1_000_000, bytes: 512 * 1024 * 1024 };
/** A piece of a file that is followed in one go. */
const PIECE = 250;

const whereOf = ({ ladder, full, compared }: RelayState): keyof typeof maps =>
  full || compared ? "long" : ladder ? "ladder" : "list";

const View = ({ state, ...size }: Size & { state: RelayState }) => (
  <RelayView state={state} footer={footers[whereOf(state)]} keys={help[whereOf(state)]} {...size} />
);

type RelayStore = Store<RelayState, RelayAction>;

async function show(store: RelayStore, stops: readonly (() => void)[]): Promise<ScreenEnd> {
  const measure = ({ columns, rows }: Size): void =>
    store.dispatch({ type: "heights", heights: heightsOf(store.state, columns, rows) });
  measure(process.stdout);
  try {
    return await runScreen({
      store,
      View,
      cursor: relayCursor,
      onKey(key, screen) {
        measure(screen.size);
        onRelayKey(key, { store, screen, keymap: maps[whereOf(store.state)] });
        measure(screen.size);
      },
    });
  } finally {
    for (const stop of stops) stop();
  }
}

interface Live {
  client: Client;
  /** Asked for already, and again by every new connection. */
  watching: Watching;
  room: string | undefined;
  /** Where two tabs make signals. */
  page: string;
}

export function relayScreen({ client, watching, room, page }: Live): Promise<ScreenEnd> {
  const scope = room ?? "all rooms";
  const store = createStore<RelayState, RelayAction>(
    initialRelay({ scope, page, now: Date.now() }),
    reduceRelay,
  );
  const { dispatch } = store;
  let gathered: TraceRecord[] = [];
  const flush = (): void => {
    const records = gathered;
    gathered = [];
    dispatch({ type: "records", records });
  };
  const gather = (record: TraceRecord): void => {
    if (gathered.push(record) === 1) setTimeout(flush, GATHER_MS).unref();
  };
  const tick = (): void => dispatch({ type: "tick" });
  watching.listen(gather);
  return show(store, [
    everySecond(tick),
    watchLink(
      client,
      (link) => dispatch({ type: "link", link }),
      () => {},
    ),
  ]);
}

export interface Recorded {
  /** What the header says of it. */
  name: string;
  /** Seen from the first signal on. */
  complete: boolean;
  /** Hands over what it reads, piece by piece, with how much of the whole that was; waits for each. */
  read(onPiece: (records: readonly TraceRecord[], part: number) => Promise<void>): Promise<void>;
}

/** A recording in the same screens, which are there before it is read to its end. */
export async function recordedScreen({ name, complete, read }: Recorded): Promise<ScreenEnd> {
  const kept = new Kept(FILE, { complete });
  const store = createStore<RelayState, RelayAction>(
    initialRelay({ scope: name, page: null, kept, now: Date.now() }),
    reduceRelay,
  );
  let over = false;
  const take = async (records: readonly TraceRecord[], part: number): Promise<void> => {
    for (let at = 0; at < records.length && !over; at += PIECE) {
      store.dispatch({ type: "records", records: records.slice(at, at + PIECE) });
      // Keys and frames have their turn between two pieces.
      await new Promise((resolve) => setImmediate(resolve));
    }
    store.dispatch({ type: "read", part });
  };
  const reading = read(take).then(
    () => store.dispatch({ type: "read", part: 1 }),
    (error: Error) => store.dispatch({ type: "note", text: error.message, role: "bad" }),
  );
  const end = await show(store, [() => (over = true)]);
  await reading;
  return end;
}
