// A file of these benches with the screens' own code, bundled as the binary is.
import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { boundedInk } from "../../scripts/ink.mjs";

/** Without `bounded` Ink is as it comes. */
export async function bundled(file, { bounded = true } = {}) {
  const root = new URL("../../", import.meta.url).pathname;
  const folder = await mkdtemp(join(root, "node_modules", ".bench-"));
  const outfile = join(folder, "bundle.mjs");
  await build({
    entryPoints: [new URL(file, import.meta.url).pathname],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minify: !process.env.BENCH_PLAIN,
    logLevel: "warning",
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["react-devtools-core"],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    plugins: [
      {
        name: "without-devtools",
        setup(plugin) {
          plugin.onResolve({ filter: /^react-devtools-core$/ }, () => ({
            path: "devtools",
            namespace: "empty",
          }));
          plugin.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "export default {}" }));
        },
      },
      ...(bounded ? [boundedInk] : []),
    ],
  });
  return { path: outfile, remove: () => rm(folder, { recursive: true, force: true }) };
}
