// Ink 6.8 in the bundle: what it keeps for ever is bounded (vadimdemedes/ink#986), and rows are taken apart only where texts overlap.
import { readFile } from "node:fs/promises";

/** More than the rows of any screen; what is asked for again is measured again. */
const MOST = 2_000;
/** Of lines taken apart, which are an object for each cell. */
const MOST_LINES = 200;

/** Most of what is drawn is one line of signs that take a column each, which is long in coming out otherwise. */
const QUICK = String.raw`const quickWidth = (text) => {
    const bare = text.replace(/\u001b\[[\d;]*m/g, "");
    return /^[\u0020-\u007e\u00c0-\u017f\u2190-\u2199\u2500-\u259f\u2026\u00b7]*$/.test(bare) ? bare.length : undefined;
};
`;

/** By file, each text (or expression for one) that has to be there once and what takes its place. */
const patches = {
  "measure-text.js": [
    ["const width = widestLine(text);", `${QUICK} const width = quickWidth(text) ?? widestLine(text);`],
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
  // A row of texts that stand one behind the other is those texts. Others are put together cell by cell, as all were.
  "output.js": [
    ["caches = new OutputCaches();", "caches = sharedCaches;"],
    [
      "export default class Output {",
      `${QUICK}const sharedCaches = new OutputCaches();
const blank = () => ({ type: "char", value: " ", fullWidth: false, styles: [] });
export default class Output {
    place(row, x, line) {
        while (row.length < this.width) row.push(blank());
        let at = x;
        for (const character of this.caches.getStyledChars(line)) {
            row[at] = character;
            const columns = Math.max(1, this.caches.getStringWidth(character.value));
            for (let more = 1; more < columns; more++) row[at + more] = { type: "char", value: "", fullWidth: false, styles: character.styles };
            at += columns;
        }
    }
    rowText(row) {
        return styledCharsToString(row.filter((item) => item !== undefined)).trimEnd();
    }`,
    ],
    [/for \(let x = 0; x < this\.width; x\+\+\) \{.*?\n {12}\}\n/s, ""],
    ["const clips = [];", "const clips = []; const texts = new Map();"],
    [
      /const characters = this\.caches\.getStyledChars\(line\);.*?offsetX \+= characterWidth;\n\s+\}/s,
      `const before = texts.get(currentLine) ?? (texts.has(currentLine) ? null : []);
                    if (before !== null && x >= (before.at(-1)?.end ?? 0)) {
                        before.push({ x, line, end: x + this.caches.getStringWidth(line) });
                        texts.set(currentLine, before);
                    } else {
                        for (const text of before ?? []) this.place(currentLine, text.x, text.line);
                        texts.set(currentLine, null);
                        this.place(currentLine, x, line);
                    }`,
    ],
    [
      /\.map\(line => \{\s+\/\/ See.*?\}\)\s+\.join/s,
      `.map((row) => {
            const parts = texts.get(row);
            if (parts === undefined) return "";
            if (parts === null) return this.rowText(row);
            let end = 0;
            let joined = "";
            for (const text of parts) {
                joined += " ".repeat(text.x - end) + text.line;
                end = text.end;
            }
            return joined.trimEnd();
        })
            .join`,
    ],
    [
      "return sliceAnsi(line, from, to);",
      "return from === 0 && to === width ? line : sliceAnsi(line, from, to);",
    ],
    [
      "this.styledChars.set(line, cached);",
      `if (this.styledChars.size >= ${MOST_LINES}) this.styledChars.clear(); this.styledChars.set(line, cached);`,
    ],
    ["cached = stringWidth(text);", "cached = quickWidth(text) ?? stringWidth(text);"],
    [
      "this.widths.set(text, cached);",
      `if (this.widths.size >= ${MOST}) this.widths.clear(); this.widths.set(text, cached);`,
    ],
    [
      "this.blockWidths.set(text, cached);",
      `if (this.blockWidths.size >= ${MOST}) this.blockWidths.clear(); this.blockWidths.set(text, cached);`,
    ],
  ],
  "sanitize-ansi.js": [
    ["const sanitizeAnsi = (text) => {", "const sanitize = (text) => {"],
    [
      "export default sanitizeAnsi;",
      `const kept = new Map();
const sanitizeAnsi = (text) => {
    let clean = kept.get(text);
    if (clean === undefined) {
        if (kept.size >= ${MOST}) kept.clear();
        clean = sanitize(text);
        kept.set(text, clean);
    }
    return clean;
};
export default sanitizeAnsi;`,
    ],
  ],
  "render-node-to-output.js": [
    ["import widestLine from 'widest-line';", "import measureText from './measure-text.js';"],
    ["const currentWidth = widestLine(text);", "const currentWidth = measureText(text).width;"],
  ],
};

const nameOf = (path) => path.split(/[\\/]/).at(-1);

export function patched(path, source) {
  let contents = source;
  for (const [found, replacement] of patches[nameOf(path)]) {
    if (contents.split(found).length !== 2)
      throw new Error(`Ink has changed: ${path} does not hold ${found} once.`);
    contents = contents.replace(found, () => replacement);
  }
  return contents;
}

/** For esbuild. The build fails where Ink is not as it was when this was written. */
export const boundedInk = {
  name: "bounded-ink",
  setup(plugin) {
    const left = new Set(Object.keys(patches));
    plugin.onLoad({ filter: /[\\/]ink[\\/]build[\\/][^\\/]+\.js$/ }, async ({ path }) => {
      if (!(nameOf(path) in patches)) return undefined;
      left.delete(nameOf(path));
      return { contents: patched(path, await readFile(path, "utf8")) };
    });
    plugin.onEnd(() => {
      if (left.size > 0) throw new Error(`Ink has changed: it is made without ${[...left].join(", ")}.`);
    });
  },
};
