// What is loaded when: no Ink where nothing is drawn, no server where a client runs, told from the imports themselves.
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const cli = new URL("../../src/cli/", import.meta.url).pathname;
/** Imports that happen at once; those of types never do, and `import()` only when it is reached. */
const STATIC = /^(?:import|export) (?!type )(?:[^;]*? from )?"([^"]+)";/gm;

/** Packages that a file brings with it. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  const found = new Set<string>();
  if (seen.has(file)) return found;
  seen.add(file);
  for (const [, target] of readFileSync(file, "utf8").matchAll(STATIC)) {
    if (!target!.startsWith(".")) found.add(target!);
    else for (const name of packagesOf(resolve(dirname(file), target!), seen)) found.add(name);
  }
  return found;
}

const SCREEN = ["ink", "react"];
const SERVER = ["hono", "@hono/node-server", "lmdb", "pino", "prom-client"];
const brings = (file: string) => [...packagesOf(resolve(cli, file))];

describe("the program", () => {
  it("brings with it neither a screen, nor a server, nor a socket", () => {
    const packages = brings("main.ts");
    expect(packages).toContain("commander");
    for (const name of [...SCREEN, ...SERVER, "ws", "typebox/compile", "string-width", "conf"])
      expect(packages).not.toContain(name);
  });

  it.each([
    "chat-pipe.ts",
    "../tui/chat-session.ts",
    "../tui/chat-lines.ts",
    "../tui/chat-inline.ts",
    "../tui/join-lines.ts",
    "join-pipe.ts",
    "relay-pipe.ts",
    "connection.ts",
    "stats-print.ts",
    "rooms.ts",
    "http.ts",
    "checks.ts",
    "context-commands.ts",
    "completion-live.ts",
    "explain/entries.ts",
  ])("%s brings no screen and no server", (file) => {
    const packages = brings(file);
    for (const name of [...SCREEN, ...SERVER]) expect(packages).not.toContain(name);
  });

  it("prints figures as JSON without knowing how wide text is, which takes long to load", () => {
    for (const file of ["http.ts", "stats-print.ts"])
      expect(brings(file), file).not.toContain("string-width");
    expect(brings("columns.ts")).toContain("string-width");
  });

  it("reads saved servers, at every start, without what writes them", () => {
    expect(brings("context.ts")).toEqual(expect.not.arrayContaining(["conf", "ajv"]));
  });

  it("brings a screen where one is drawn", () => {
    expect(brings("../tui/chat.tsx")).toEqual(expect.arrayContaining(SCREEN));
  });
});
