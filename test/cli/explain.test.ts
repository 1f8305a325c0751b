// `rtrooms explain`: words for every code there is, found by name, by number, or by what was nearly typed.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { exitCodes } from "../../src/cli/exit.ts";
import { entries, find, near } from "../../src/cli/explain/entries.ts";
import type { StoreErrorCode } from "../../src/engines/embedded/store.ts";
import { closes } from "../../src/protocol/closes.ts";
import { errors } from "../../src/protocol/errors.ts";
import { auditReasons } from "../../src/server/audit-reasons.ts";
import { codes } from "../../src/signals/codes.ts";
import { Home } from "../support/binary.ts";

const cli = new URL("../../src/cli/", import.meta.url).pathname;

/** Codes that commands end with by themselves: as they stand in the sources, and those that are put together there. */
function codesOfCommands(): string[] {
  const found = new Set(["disconnected", "kick", "ban", "lost", "none", "refused", "timeout"]);
  for (const code of ["damaged", "locked", "newer", "unwritable"] satisfies StoreErrorCode[])
    found.add(`store_${code}`);
  for (const file of readdirSync(cli, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts") || file.startsWith("explain/")) continue;
    for (const [, code] of readFileSync(join(cli, file), "utf8").matchAll(/\bcode: "([a-z_]+)"/g))
      found.add(code!);
  }
  return [...found].filter((code) => !(code in errors) || code === "internal").sort();
}

describe("the words", () => {
  it.each(entries.map((entry) => [`${entry.kind} ${entry.code}`, entry] as const))(
    "are there for %s",
    (_, entry) => {
      for (const part of ["means", "why", "advice", "retry", "example"] as const) {
        expect(entry[part], part).not.toBe("");
      }
    },
  );

  it("are about every code, close, exit and reason of the tables", () => {
    const codesOf = (kind: string) => entries.filter((entry) => entry.kind === kind).map(({ code }) => code);
    expect(codesOf("error")).toEqual(Object.keys(errors));
    expect(codesOf("close")).toEqual(expect.arrayContaining(Object.keys(closes)));
    expect(codesOf("exit")).toEqual(Object.keys(exitCodes));
    expect(codesOf("command").sort()).toEqual(codesOfCommands());
    expect(codesOf("audit")).toEqual(Object.keys(auditReasons));
    expect(codesOf("finding")).toEqual(Object.keys(codes));
  });
});

describe("what was typed", () => {
  it("is a name, whatever its case, or the number of a close or an exit", () => {
    expect(find("room_full").map(({ kind }) => kind)).toEqual(["error"]);
    expect(find("ROOM_FULL")).toHaveLength(1);
    expect(find("4505").map(({ code }) => code)).toEqual(["superseded"]);
    expect(find("5").map(({ kind, code }) => `${kind} ${code}`)).toEqual(["exit not_found"]);
    // A status of HTTP stands for many errors.
    expect(find("409")).toEqual([]);
  });

  it("may name several things, and then all are shown", () => {
    expect(find("not_found").map(({ kind }) => kind)).toEqual(["error", "exit"]);
    expect(find("slow_consumer").map(({ kind }) => kind)).toEqual(["close", "audit"]);
  });

  it("is compared with what there is where it is nothing", () => {
    expect(near("room_ful")).toEqual(["room_full"]);
    expect(near("consumer")).toEqual(["slow_consumer"]);
    expect(near("xyzzy")).toEqual([]);
  });
});

describe("rtrooms explain", () => {
  const home = new Home();
  afterAll(() => home.clean());

  it("says it in text", async () => {
    const { code, stdout } = await home.run(["explain", "room_full"]);
    expect(code).toBe(0);
    expect(stdout).toContain("room_full (409): error code");
    for (const part of ["why", "do", "retry", "example"])
      expect(stdout).toMatch(new RegExp(`^  ${part} +\\S`, "m"));
  });

  it("says it in JSON", async () => {
    const { stdout } = await home.run(["explain", "4500", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      type: "explanation",
      entries: [{ kind: "close", code: "bad_protocol", number: 4500 }],
    });
  });

  it("lists all without a code", async () => {
    const { stdout } = await home.run(["explain"]);
    for (const { code } of entries) expect(stdout).toContain(code);
  });

  it("ends with 5 for what it doesn't know, with what may have been meant", async () => {
    const { code, stderr } = await home.run(["explain", "room_ful"]);
    expect(code).toBe(5);
    expect(stderr).toContain("Did you mean room_full?");
    expect(stderr).toContain("npx rtrooms explain room_full");
    const far = await home.run(["explain", "xyzzy", "--json"]);
    expect(far.code).toBe(5);
    expect(JSON.parse(far.stderr)).toMatchObject({ code: "unknown_code", exit: 5 });
  });

  it("is where a failure without advice of its own points to", async () => {
    const server = await home.serve("--memory");
    const options = ["--capacity", "1"];
    await home.run(["rooms", "create", "full", ...options], { env: server.env });
    const { stderr } = await home.run(["rooms", "create", "a b"], { env: server.env });
    expect(stderr).toContain("npx rtrooms explain bad_request");
  });
});
