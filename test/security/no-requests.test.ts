// The server asks nobody: nothing in it opens a connection, so nothing that a stranger sends can make it do so.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const src = new URL("../../src/", import.meta.url).pathname;
const files = ["protocol", "signals", "core", "engines", "server"].flatMap((folder) =>
  readdirSync(`${src}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `${folder}/${file}`),
);

const ASKING = [
  /\bfetch\(/,
  /\b(?:request|get)\b[^;]*\} from "node:https?"/,
  /\b(?:connect|createConnection)\b[^;]*\} from "node:(?:net|tls|http2)"/,
  /from "(?:node:dns|node:dgram|undici)/,
  /new WebSocket\(/,
];

it("[T28] has its files to look at", () => expect(files.length).toBeGreaterThan(100));

it.each([...files, "serve.ts"])("[T28] %s opens no connection", (file) => {
  const code = readFileSync(`${src}${file}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  for (const asking of ASKING) expect(code).not.toMatch(asking);
});
