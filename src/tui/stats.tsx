// The stats screen put together: a sample each interval into the state, and keys into actions.
import type { Stats } from "../protocol/stats.ts";
import type { Size } from "./canvas.ts";
import { actionFor, footerOf } from "./keymap.ts";
import { statsKeys } from "./keymaps/stats.ts";
import type { Key } from "./keys.ts";
import { runScreen, type Screen, type ScreenEnd } from "./screen.tsx";
import { initialStats, reduceStats, type StatsAction, type StatsState } from "./state/stats.ts";
import { createStore } from "./store.ts";
import { StatsView } from "./views/stats.tsx";

interface Options {
  url: string;
  intervalMs: number;
  /** Taken already, so that the screen opens with figures and a server that is not there is told before. */
  first: Stats;
  sample(): Promise<Stats>;
}

const footer = footerOf(statsKeys);

const View = ({ state, ...size }: Size & { state: StatsState }) => (
  <StatsView state={state} footer={footer} {...size} />
);

export async function statsScreen({ url, intervalMs, first, sample }: Options): Promise<ScreenEnd> {
  const store = createStore<StatsState, StatsAction>(initialStats(url, intervalMs), reduceStats);
  const { dispatch } = store;
  dispatch({ type: "sample", stats: first });

  let timer: NodeJS.Timeout;
  let over = false;
  const next = (): void => {
    timer = setTimeout(async () => {
      await sample().then(
        (stats) => dispatch({ type: "sample", stats }),
        (error: Error) => dispatch({ type: "problem", text: error.message }),
      );
      if (!over) next();
    }, intervalMs);
  };
  next();

  const onKey = (key: Key, screen: Screen): void => {
    const action = actionFor(statsKeys, key.name);
    if (action === "quit") screen.quit();
    else if (action === "pause") dispatch({ type: "pause" });
  };
  try {
    return await runScreen({ store, View, cursor: () => null, onKey });
  } finally {
    over = true;
    clearTimeout(timer!);
  }
}
