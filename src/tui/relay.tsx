// The screens of relay put together: watched or recorded signals into the state, and keys into actions.
import type { Client } from "../client/connect.ts";
import type { Watching } from "../client/watching.ts";
import type { Size } from "./canvas.ts";
import { footerOf, helpOf } from "./keymap.ts";
import { exchangeKeys, ladderKeys, longKeys } from "./keymaps/relay.ts";
import { everySecond, watchLink } from "./link-watch.ts";
import { onRelayKey, type Save } from "./relay-keys.ts";
import { runScreen, type ScreenEnd } from "./screen.tsx";
import {
  initialRelay,
  type RelayAction,
  type RelayState,
  reduceRelay,
  type TraceRecord,
} from "./state/relay.ts";
import { filterHelp } from "./state/relay-filter.ts";
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

const whereOf = ({ ladder, full, compared }: RelayState): keyof typeof maps =>
  full || compared ? "long" : ladder ? "ladder" : "list";

const View = ({ state, ...size }: Size & { state: RelayState }) => (
  <RelayView state={state} footer={footers[whereOf(state)]} keys={help[whereOf(state)]} {...size} />
);

export type RelayStore = Store<RelayState, RelayAction>;

/** Until the screen is over. */
export async function showRelay(
  store: RelayStore,
  save: Save,
  stops: readonly (() => void)[],
): Promise<ScreenEnd> {
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
        onRelayKey(key, { store, screen, keymap: maps[whereOf(store.state)], save });
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
  save: Save;
}

export function relayScreen({ client, watching, room, page, save }: Live): Promise<ScreenEnd> {
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
  return showRelay(store, save, [
    everySecond(tick),
    watchLink(
      client,
      (link) => dispatch({ type: "link", link }),
      () => {},
    ),
  ]);
}
