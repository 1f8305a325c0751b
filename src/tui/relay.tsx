// The relay screen put together: the watched signals into the state, a tick at a time, and keys into actions.
import type { Client } from "../client/connect.ts";
import type { Watching } from "../client/watching.ts";
import type { SignalRecord } from "../protocol/events.ts";
import type { Size } from "./canvas.ts";
import { actionFor, editKeys, footerOf, helpOf } from "./keymap.ts";
import { type RelayAction as KeyAction, relayKeys } from "./keymaps/relay.ts";
import type { Key } from "./keys.ts";
import { watchLink } from "./link-watch.ts";
import { runScreen, type Screen, type ScreenEnd } from "./screen.tsx";
import { initialRelay, type RelayAction, type RelayState, reduceRelay } from "./state/relay.ts";
import { createStore } from "./store.ts";
import { RelayView, relayCursor, relayHeight } from "./views/relay.tsx";

const footer = footerOf(relayKeys);
const typing = "Enter apply · Esc show all";
const keys = helpOf(relayKeys);
/** Signals come in bursts of candidates: one action for all of them. */
const GATHER_MS = 30;

const View = ({ state, ...size }: Size & { state: RelayState }) => (
  <RelayView state={state} footer={state.input ? typing : footer} keys={keys} {...size} />
);

export async function relayScreen(client: Client, watching: Watching, room?: string): Promise<ScreenEnd> {
  const scope = room ?? "all rooms";
  const store = createStore<RelayState, RelayAction>(initialRelay(scope, Date.now()), reduceRelay);
  const { dispatch } = store;
  let gathered: SignalRecord[] = [];
  const flush = (): void => {
    dispatch({ type: "signals", records: gathered });
    gathered = [];
  };
  watching.listen((record) => {
    if (record.type === "watch.signals" && gathered.push(record) === 1) setTimeout(flush, GATHER_MS).unref();
  });
  const stops = [
    watchLink(
      client,
      (link) => dispatch({ type: "link", link }),
      () => dispatch({ type: "tick" }),
    ),
  ];

  const scroll = ({ size }: Screen, by: number, pages = 0): void => {
    const height = relayHeight(size.rows);
    dispatch({ type: "scroll", by: by + pages * (height - 1), height });
  };
  const actions: Record<KeyAction, (screen: Screen) => void> = {
    pause: () => dispatch({ type: "pause" }),
    filter: () => dispatch({ type: "filter.open" }),
    up: (screen) => scroll(screen, -1),
    down: (screen) => scroll(screen, 1),
    "page-up": (screen) => scroll(screen, 0, -1),
    "page-down": (screen) => scroll(screen, 0, 1),
    top: (screen) => scroll(screen, Number.NEGATIVE_INFINITY),
    bottom: () => dispatch({ type: "follow" }),
    "show-all": () => dispatch({ type: "filter.clear" }),
    help: () => dispatch({ type: "help", open: true }),
    quit: (screen) => screen.quit(),
  };

  const onFilter = (key: Key): void => {
    const edit = actionFor(editKeys, key.name);
    if (key.name === "enter") dispatch({ type: "filter.apply" });
    else if (key.name === "escape" || key.name === "ctrl-c") dispatch({ type: "filter.clear" });
    else if (edit) dispatch({ type: "filter.edit", edit });
    else if (key.text !== "") dispatch({ type: "filter.insert", text: key.text });
  };

  const onKey = (key: Key, screen: Screen): void => {
    const { help, input } = store.state;
    if (help) dispatch({ type: "help", open: false });
    else if (input) onFilter(key);
    else {
      const action = actionFor(relayKeys, key.name);
      if (action) actions[action](screen);
    }
  };

  try {
    return await runScreen({ store, View, cursor: relayCursor, onKey });
  } finally {
    for (const stop of stops) stop();
  }
}
