// Ink as it is in the bundle draws what Ink draws: any texts in any places, within any windows.
import type { Plugin } from "esbuild";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
// @ts-expect-error A script of the build, without types.
import { boundedInk, patched } from "../../scripts/ink.mjs";
import { rowOf } from "../../src/tui/cells.ts";
import { bundle } from "../support/bundle.ts";
import { namesAndTexts } from "../support/texts.ts";

interface Output {
  write(x: number, y: number, text: string, options: { transformers: [] }): void;
  clip(clip: { x1?: number; x2?: number; y1?: number; y2?: number }): void;
  unclip(): void;
  get(): { output: string };
}
type OutputClass = new (size: { width: number; height: number }) => Output;

async function outputClass(plugins: Plugin[]): Promise<OutputClass> {
  const source = 'import "ink"; export { default } from "./node_modules/ink/build/output.js";';
  const { file, remove } = await bundle(source, plugins);
  const module = (await import(file)) as { default: OutputClass };
  remove();
  return module.default;
}

let AsItIs: OutputClass;
let Bundled: OutputClass;
beforeAll(async () => {
  [AsItIs, Bundled] = await Promise.all([outputClass([]), outputClass([boundedInk])]);
});

const WIDTH = 14;
const HEIGHT = 4;
const texts = fc
  .tuple(namesAndTexts(6), fc.constantFrom("", "1", "31", "38;5;81"))
  .map(([text, look]) => (look === "" ? text : `\u001b[${look}m${text}\u001b[${look === "1" ? 22 : 39}m`))
  .filter((text) => !/[\u2068\u2069]/.test(text));
const writes = fc.array(
  fc.record({
    x: fc.nat(WIDTH - 4),
    y: fc.nat(HEIGHT - 1),
    text: texts,
    clipped: fc.boolean(),
  }),
  { maxLength: 8 },
);

describe("Ink in the bundle", () => {
  it("draws the same cells as Ink", () => {
    fc.assert(
      fc.property(writes, (all) => {
        const drawn = [AsItIs, Bundled].map((Kind) => {
          const output = new Kind({ width: WIDTH, height: HEIGHT });
          for (const { x, y, text, clipped } of all) {
            if (clipped) output.clip({ x1: 0, x2: WIDTH, y1: 0, y2: HEIGHT });
            output.write(x, y, text, { transformers: [] });
            if (clipped) output.unclip();
          }
          return output
            .get()
            .output.split("\n")
            .map((line) => rowOf(line, false));
        });
        expect(drawn[1]).toEqual(drawn[0]);
      }),
    );
  });

  it("is refused where Ink is another one", () => {
    expect(() => patched("/ink/build/wrap-text.js", "const cache = new Map();")).toThrow("Ink has changed");
  });
});
