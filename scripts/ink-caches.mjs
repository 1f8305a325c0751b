// Bounds what Ink 6.8 keeps for ever: each text that was ever measured, wrapped or drawn (vadimdemedes/ink#986).
import { readFile } from "node:fs/promises";

/** More than the rows of any screen; what is asked for again is measured again. */
const MOST = 2_000;

/** By file, each text that has to be there once and what takes its place. */
const patches = {
  "measure-text.js": [
    [
      "cache.set(text, dimensions);",
      `if (cache.size >= ${MOST}) cache.clear(); cache.set(text, dimensions);`,
    ],
  ],
  "wrap-text.js": [
    ["const cache = {};", "let cache = {}; let kept = 0;"],
    [
      "cache[cacheKey] = wrappedText;",
      `if (kept++ >= ${MOST}) { cache = {}; kept = 0; } cache[cacheKey] = wrappedText;`,
    ],
  ],
  // Made anew for each frame, it remembers nothing of the last one, whose lines are mostly this one's too.
  "output.js": [
    ["caches = new OutputCaches();", "caches = sharedCaches;"],
    [
      "export default class Output {",
      "const sharedCaches = new OutputCaches();\nexport default class Output {",
    ],
    [
      "this.styledChars.set(line, cached);",
      `if (this.styledChars.size >= ${MOST}) this.styledChars.clear(); this.styledChars.set(line, cached);`,
    ],
    [
      "this.widths.set(text, cached);",
      `if (this.widths.size >= ${MOST}) this.widths.clear(); this.widths.set(text, cached);`,
    ],
    [
      "this.blockWidths.set(text, cached);",
      `if (this.blockWidths.size >= ${MOST}) this.blockWidths.clear(); this.blockWidths.set(text, cached);`,
    ],
  ],
};

/** For esbuild. The build fails where Ink is not as it was when this was written. */
export const boundedInk = {
  name: "bounded-ink",
  setup(plugin) {
    plugin.onLoad(
      { filter: /[\\/]node_modules[\\/]ink[\\/]build[\\/](?:measure-text|wrap-text|output)\.js$/ },
      async ({ path }) => {
        let contents = await readFile(path, "utf8");
        for (const [found, replacement] of patches[path.split(/[\\/]/).at(-1)]) {
          if (contents.split(found).length !== 2)
            throw new Error(`Ink has changed: ${path} does not hold "${found}" once.`);
          contents = contents.replace(found, () => replacement);
        }
        return { contents };
      },
    );
  },
};
