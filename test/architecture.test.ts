// The layers: who may import whom, and what the core never touches. docs/architecture.md shows the same table.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { describe, expect, it } from "vitest";

const src = new URL("../src/", import.meta.url).pathname;

/** What a folder may import of ours, besides itself. `tui` is what lies in it directly; root files are `(root)`. */
const layers: Record<string, string[]> = {
  protocol: [],
  signals: ["protocol"],
  core: ["protocol", "signals"],
  engines: ["core", "protocol"],
  server: ["core", "protocol", "signals"],
  client: ["protocol"],
  page: ["client", "protocol"],
  "tui/state": ["protocol", "signals"],
  "tui/views": ["tui/state"],
  tui: ["tui/state", "tui/views", "client", "protocol"],
  "(root)": ["client", "core", "engines", "protocol", "server", "signals"],
  cli: [
    "(root)",
    "client",
    "core",
    "engines",
    "protocol",
    "server",
    "signals",
    "tui",
    "tui/state",
    "tui/views",
  ],
};

const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));
const IMPORT = /(?:from|import)\s*\(?\s*"([^"]+)"/g;

function layerOf(file: string): string {
  const [first = "", second = ""] = file.split("/");
  if (!file.includes("/")) return "(root)";
  const nested = `${first}/${second}`;
  return nested in layers ? nested : first;
}

const importsOf = (file: string): string[] =>
  [...readFileSync(join(src, file), "utf8").matchAll(IMPORT)].map(([, target]) => target!);

describe("the layers", () => {
  it("cover every file", () => {
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) expect(Object.keys(layers), file).toContain(layerOf(file));
  });

  it.each(files)("%s imports only what its layer may", (file) => {
    const from = layerOf(file);
    const ours = importsOf(file).filter((target) => target.startsWith("."));
    for (const target of ours) {
      const to = layerOf(relative(src, normalize(join(src, dirname(file), target))));
      if (to !== from) expect(layers[from], `${file} → ${target}`).toContain(to);
    }
  });

  it("keep state free of React and views free of clients", () => {
    for (const file of files.filter((name) => layerOf(name) === "tui/state")) {
      expect(
        importsOf(file).filter((target) => /^(react|ink)/.test(target)),
        file,
      ).toEqual([]);
    }
  });
});

describe("the core", () => {
  const WORLD =
    /\b(Date\.now|Math\.random|setTimeout|setInterval|setImmediate|process|globalThis|console|performance)\b/;

  it.each(files.filter((file) => file.startsWith("core/") || file.startsWith("signals/")))(
    "%s does no I/O",
    (file) => {
      const code = readFileSync(join(src, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      expect(
        code.match(WORLD)?.[0],
        "time, randomness and I/O come in by the four contracts",
      ).toBeUndefined();
      const outside = importsOf(file).filter((target) => !target.startsWith("."));
      expect(outside).toEqual([]);
    },
  );
});

describe("a file", () => {
  it.each(files)("%s says in its first line what it is, and is at most 300 lines", (file) => {
    const lines = readFileSync(join(src, file), "utf8").split("\n");
    expect(lines[0]).toMatch(/^\/\/ .{15,}/);
    expect(lines.length).toBeLessThanOrEqual(300);
  });
});
