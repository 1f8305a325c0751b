// Our own code with Ink as one file, as a process of its own can run it: made as the binary is.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";

const root = new URL("../../", import.meta.url).pathname;

interface Bundle {
  file: string;
  remove(): void;
}

export async function bundle(contents: string, plugins: Plugin[] = []): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), "rtrooms-bundle-"));
  const file = join(folder, "bundle.mjs");
  await build({
    stdin: { contents, resolveDir: root },
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "node",
    define: { "process.env.NODE_ENV": '"production"' },
    // What a file does by itself is what is wanted of it.
    ignoreAnnotations: true,
    // Asked for by Ink's development build alone.
    alias: { "react-devtools-core": "react" },
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire("/");' },
    plugins,
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
