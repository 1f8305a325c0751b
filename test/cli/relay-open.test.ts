// `rtrooms relay open`: a capture in the screens, and what is said of a file that is none.
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { readCapture, readHead } from "../../src/cli/capture-file.ts";
import type { TraceRecord } from "../../src/signals/trace.ts";
import { Home } from "../support/binary.ts";
import { keys, Terminal } from "../support/pty.ts";
import { call } from "../support/relay.ts";

const home = new Home();
const open: Terminal[] = [];
afterEach(() => {
  for (const terminal of open.splice(0)) terminal.kill("SIGKILL");
});
afterAll(() => home.clean());

const head = { v: 1, type: "capture", complete: true };
function written(name: string, lines: readonly unknown[], end = "\n"): string {
  const path = join(home.folder, name);
  writeFileSync(path, lines.map((line) => JSON.stringify(line)).join("\n") + end);
  return path;
}

async function read(path: string): Promise<TraceRecord[]> {
  const all: TraceRecord[] = [];
  await readCapture(path, (records) => void all.push(...records));
  return all;
}

describe("a capture", () => {
  it("is read whole, with its head or without, in however many pieces", async () => {
    const { records } = call();
    const many = Array.from({ length: 300 }, () => records).flat();
    const path = written("whole.jsonl", [head, ...many]);
    expect(await readHead(path)).toMatchObject({ complete: true });
    expect(await read(path)).toEqual(many);
    const bare = written("bare.jsonl", records);
    expect(await readHead(bare)).toMatchObject({ complete: false });
    expect(await read(bare)).toEqual(records);
  });

  it("that was cut off is read up to there", async () => {
    const { records } = call();
    expect(await read(written("cut.jsonl", [head, ...records], '\n{"type":"watch.si'))).toEqual(records);
    expect(await read(written("no-end.jsonl", [head, ...records], ""))).toEqual(records);
  });

  it.each([
    ["no JSON on line 2", '\n{"type":\n{}\n'],
    ["something else than a signal or a member on line 2", '\n{"type":"watch.signals","seq":1}\n'],
  ])("with %s is refused with the line's number", async (words, end) => {
    await expect(read(written("wrong.jsonl", [head], end))).rejects.toThrow(words);
  });
});

it("a file that is no capture, or isn't there, is told before a screen is drawn", async () => {
  for (const { path, code } of [
    { path: written("other.json", [{ a: 1 }]), code: 1 },
    { path: join(home.folder, "nowhere"), code: 5 },
  ]) {
    const terminal = Terminal.run(["relay", "open", path], { env: home.env() });
    open.push(terminal);
    expect((await terminal.exited).code).toBe(code);
    expect(terminal.output).toMatch(/is no capture|is not there/);
    expect(terminal.output).not.toContain("\u001b[?1049h");
  }
  expect((await home.run(["relay", "open", "x"])).code).toBe(2);
});

it("the screens show a capture without a server", async () => {
  const path = written("shown.jsonl", [head, ...call().records]);
  const terminal = Terminal.run(["relay", "open", path], { env: home.env() });
  open.push(terminal);
  await terminal.until(/ada → bob +● connected/);
  await terminal.until("● whole file: shown.jsonl");
  terminal.send(keys.enter);
  await terminal.until("◆ connected · relay/udp");
  terminal.type("q");
  expect((await terminal.exited).code).toBe(0);
});

it("what is shown is saved as a capture in which lint finds the same, and nothing is written over", async () => {
  const path = "test/fixtures/captures/no-candidates.jsonl";
  const codesIn = async (file: string) => {
    const { stdout } = await home.run(["relay", "lint", file, "--json", "--fail-on", "none"]);
    return (JSON.parse(stdout) as { findings: { code: string }[] }).findings.map(({ code }) => code);
  };
  const terminal = Terminal.run(["relay", "open", path], { env: home.env() });
  open.push(terminal);
  // Only the end of the listening tells that no candidates came.
  await terminal.until("SIG009");
  const saved = join(home.folder, "saved.jsonl");
  const save = async (words: string) => {
    terminal.type("s");
    await terminal.until(/save to: relay-\d{6}\.jsonl/);
    terminal.send("\u0015");
    terminal.type(saved);
    await terminal.until("saved.jsonl");
    terminal.send(keys.enter);
    await terminal.until(words);
  };
  await save("records, redacted, in");
  expect(await codesIn(saved)).toEqual(["SIG009"]);
  expect(statSync(saved).mode & 0o777).toBe(0o600);
  const before = readFileSync(saved, "utf8");
  await save("is there already: type another name");
  expect(readFileSync(saved, "utf8")).toBe(before);
  terminal.type("q");
  expect((await terminal.exited).code).toBe(0);
});
