// The browser client and the page: built beforehand, read once, served from memory under a strict policy.
import { readFile } from "node:fs/promises";

export interface Asset {
  body: string;
  headers: Record<string, string>;
}

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self' ws: wss:",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const JAVASCRIPT = "text/javascript; charset=utf-8";
const FILES: { path: string; file: string; headers: Record<string, string> }[] = [
  {
    path: "/",
    file: "index.html",
    headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": POLICY },
  },
  { path: "/page.js", file: "page.js", headers: { "content-type": JAVASCRIPT } },
  { path: "/page.css", file: "page.css", headers: { "content-type": "text/css; charset=utf-8" } },
  // A game's own page, served from elsewhere, imports it as a module.
  {
    path: "/client.js",
    file: "client.js",
    headers: { "content-type": JAVASCRIPT, "access-control-allow-origin": "*" },
  },
];

/** Rejects if the build has not been made. */
export async function loadAssets(folder: URL): Promise<ReadonlyMap<string, Asset>> {
  const entries = FILES.map(async ({ path, file, headers }): Promise<[string, Asset]> => {
    const body = await readFile(new URL(file, folder), "utf8");
    return [path, { body, headers: { ...headers, "cache-control": "no-cache" } }];
  });
  return new Map(await Promise.all(entries));
}
