// The stats screen put together: a sample each interval into the state, and keys into actions.
import type { Stats } from "../protocol/stats.ts";
import type { Size } from "./canvas.ts";
import { actionFor, footerOf, helpOf } from "./keymap.ts";
import { type StatsKey, statsKeys } from "./keymaps/stats.ts";
import type { Key } from "./keys.ts";
import { sampled } from "./sampling.ts";
import { runScreen, type Screen, type ScreenEnd } from "./screen.tsx";
import { initialStats, PANELS, reduceStats, type StatsAction, type StatsState } from "./state/stats.ts";
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
const keys = helpOf(statsKeys);

const View = ({ state, ...size }: Size & { state: StatsState }) => (
  <StatsView state={state} footer={footer} keys={keys} {...size} />
);

export async function statsScreen({ url, intervalMs, first, sample }: Options): Promise<ScreenEnd> {
  const store = createStore<StatsState, StatsAction>(initialStats(url, intervalMs), reduceStats);
  const { dispatch } = store;
  dispatch({ type: "sample", stats: first });
  const sampling = sampled({
    sample,
    interval: () => store.state.intervalMs,
    onSample: (stats) => dispatch({ type: "sample", stats }),
    onProblem: (text) => dispatch({ type: "problem", text }),
  });
  const press = (key: StatsKey, name: string, screen: Screen): void => {
    switch (key) {
      case "quit":
        screen.quit();
        break;
      case "pause":
      case "sort":
      case "reset":
      case "help":
        dispatch({ type: key });
        break;
      case "shorter":
      case "longer":
        dispatch({ type: "interval", longer: key === "longer" });
        sampling.hurry();
        break;
      case "back":
        dispatch(store.state.help ? { type: "help" } : { type: "zoom", panel: null });
        break;
      case "panel":
        dispatch({ type: "zoom", panel: PANELS[Number(name) - 1] ?? null });
        break;
      case "next":
      case "previous":
        dispatch({ type: "zoom", panel: key });
        break;
      default:
        key satisfies never;
    }
  };
  const onKey = ({ name }: Key, screen: Screen): void => {
    const key = actionFor(statsKeys, name);
    if (key) press(key, name, screen);
    else if (store.state.help) dispatch({ type: "help" });
  };
  try {
    return await runScreen({ store, View, cursor: () => null, onKey });
  } finally {
    sampling.stop();
  }
}
