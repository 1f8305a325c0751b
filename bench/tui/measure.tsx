// Draws frames as a screen does, without a terminal: bytes and milliseconds of each.
import { render } from "ink";
import { Canvas } from "../../src/tui/canvas.ts";
import { themeFor } from "../../src/tui/state/theme.ts";
import { LookProvider } from "../../src/tui/views/look.tsx";
import { Content, kinds } from "./contents.tsx";

const WARM_UP = 60;
const theme = themeFor(3, "dark");

const at = (sorted: number[], part: number): number => sorted[Math.floor(sorted.length * part)]!;

export async function measure(columns: number, rows: number, kind: string, frames: number) {
  let bytes = 0;
  let writes = 0;
  let clears = 0;
  const canvas = new Canvas({ columns, rows }, (text) => {
    bytes += Buffer.byteLength(text);
    writes++;
    if (text.includes("\u001b[2J")) clears++;
  });
  const frame = (tick: number) => (
    <LookProvider value={theme}>
      <Content kind={kind} tick={tick} columns={columns} rows={rows} />
    </LookProvider>
  );
  const app = render(frame(0), {
    stdout: canvas as unknown as NodeJS.WriteStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  const times: number[] = [];
  const sizes: number[] = [];
  for (let tick = 1; tick <= WARM_UP + frames; tick++) {
    if (tick === WARM_UP + 1) [writes, clears] = [0, 0];
    bytes = 0;
    const start = performance.now();
    app.rerender(frame(tick));
    if (tick > WARM_UP) {
      times.push(performance.now() - start);
      sizes.push(bytes);
    }
    // As it is between two frames of a screen.
    if (tick % 20 === 0) await new Promise((done) => setImmediate(done));
  }
  app.unmount();
  times.sort((a, b) => a - b);
  sizes.sort((a, b) => a - b);
  return {
    size: `${columns}×${rows}`,
    kind,
    frames,
    writes,
    clears,
    bytes: at(sizes, 0.5),
    most: at(sizes, 0.99),
    ms: at(times, 0.5),
    slow: at(times, 0.95),
  };
}

export { kinds };
