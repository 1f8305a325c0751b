// A screen that goes wrong on request, for tests of how the terminal is given back. Bundled by tests, run on a terminal.
import { Text } from "ink";
import type { Key } from "../../src/tui/keys.ts";
import { runScreen, type Screen } from "../../src/tui/screen.tsx";
import { createStore } from "../../src/tui/store.ts";
import { useTheme } from "../../src/tui/views/look.tsx";

interface State {
  typed: string;
  broken?: boolean;
}

const store = createStore<State, Partial<State>>({ typed: "" }, (state, change) => ({ ...state, ...change }));
let hangs = false;

function View({ state, rows }: { state: State; rows: number }) {
  const theme = useTheme();
  if (state.broken) throw new Error("odd: a view");
  return <Text wrap="truncate">{`typed [${state.typed}] accent ${theme.accent} rows ${rows}`}</Text>;
}

const oddities: Record<string, (screen: Screen) => void> = {
  x: () => void setTimeout(() => raise("odd: thrown")),
  r: () => void Promise.reject(new Error("odd: rejected")),
  v: () => store.dispatch({ broken: true }),
  e: () => process.exit(7),
  w: () => void process.stderr.write("odd: a warning\n"),
  q: (screen) => screen.quit(),
  h(screen) {
    hangs = true;
    screen.quit();
  },
};

function raise(message: string): never {
  throw new Error(message);
}

function onKey({ name, text }: Key, screen: Screen): void {
  const odd = oddities[name];
  if (odd) odd(screen);
  else store.dispatch({ typed: store.state.typed + text });
}

try {
  const end = await runScreen({ store, View, cursor: () => ({ x: 0, y: 0 }), onKey });
  process.stdout.write(`ended by ${end}\n`);
} catch (error) {
  process.stderr.write(`error: ${(error as Error).message}\n`);
  process.exitCode = 1;
}
if (hangs) setInterval(() => {}, 1_000);
