// Builds dist/: the binary and the library as one set of split chunks, and the browser's files.
// `--if-stale` does nothing where the build is newer than everything it is made of.
import { copyFile, mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { boundedInk } from "./ink.mjs";

const dist = new URL("../dist/", import.meta.url).pathname;
const from = (path) => new URL(`../src/${path}`, import.meta.url).pathname;

async function isFresh() {
  const root = new URL("../", import.meta.url).pathname;
  const sources = await readdir(join(root, "src"), { recursive: true });
  const inputs = [
    "package-lock.json",
    "scripts/build.mjs",
    "scripts/ink.mjs",
    ...sources.map((file) => join("src", file)),
  ];
  const times = await Promise.all(inputs.map(async (file) => (await stat(join(root, file))).mtimeMs));
  const built = await stat(join(dist, "built")).catch(() => null);
  return built !== null && times.every((time) => time < built.mtimeMs);
}

// npx runs `prepare` once more before the first `npx rtrooms` in a clone: several may, at the same time.
if (process.argv.includes("--if-stale") && (await isFresh())) process.exit(0);

const before = await readdir(dist, { recursive: true }).catch(() => []);
await mkdir(`${dist}assets`, { recursive: true });

const shared = {
  metafile: true,
  bundle: true,
  format: "esm",
  minify: true,
  sourcemap: false,
  logLevel: "warning",
  legalComments: "none",
};

/** Ink asks for React's developer tools only in a development build, but imports them at once. */
const withoutDevtools = {
  name: "without-devtools",
  setup(plugin) {
    plugin.onResolve({ filter: /^react-devtools-core$/ }, () => ({ path: "devtools", namespace: "empty" }));
    plugin.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export default {}" }));
  },
};

const results = await Promise.all([
  build({
    ...shared,
    entryPoints: {
      cli: from("cli/main.ts"),
      index: from("index.ts"),
      server: from("serve.ts"),
      protocol: from("protocol/index.ts"),
      "client-node": from("client/node.ts"),
    },
    outdir: dist,
    splitting: true,
    platform: "node",
    target: "node20",
    // lmdb brings a compiled part for each platform, so it is installed beside the bundle.
    external: ["lmdb"],
    // Its other form loads its parts in a way that no bundler sees.
    alias: { "jsonc-parser": "jsonc-parser/lib/esm/main.js" },
    define: { "process.env.NODE_ENV": '"production"' },
    // Some of what is bundled is CommonJS and asks for Node's own modules.
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    plugins: [withoutDevtools, boundedInk],
  }),
  build({
    ...shared,
    entryPoints: { "assets/client": from("client/index.ts"), "assets/page": from("page/page.ts") },
    outdir: dist,
    platform: "browser",
    target: "es2022",
  }),
  copyFile(from("page/index.html"), `${dist}assets/index.html`),
  copyFile(from("page/page.css"), `${dist}assets/page.css`),
]);
// React's development build keeps a record of every render.
const bundled = Object.keys(results[0].metafile.inputs).filter((file) => file.includes("/react"));
if (bundled.length === 0 || bundled.some((file) => file.includes("development")))
  throw new Error(`React's production build alone was to be bundled, and these were: ${bundled.join(" ")}`);

await copyFile(`${dist}assets/client.js`, `${dist}client.js`);
await writeFile(`${dist}built`, "");

// Only now, and only what this build did not write: somebody may be running what is there.
const outputs = results.flatMap((result) => Object.keys(result?.metafile.outputs ?? {}));
const kept = new Set([
  ...outputs.map((file) => resolve(file)),
  ...["assets", "built", "client.js"].map((file) => join(dist, file)),
]);
for (const file of ["index.html", "page.css"]) kept.add(join(dist, "assets", file));
for (const file of before) {
  const path = join(dist, file);
  if (!kept.has(path) && !path.endsWith(".d.ts")) await rm(path, { force: true });
}
