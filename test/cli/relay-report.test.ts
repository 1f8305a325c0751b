// relay report and export as they are typed: exit codes, files that are whole and nobody else's, and what is said on stderr.
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeWhole } from "../../src/cli/whole-file.ts";
import { Home } from "../support/binary.ts";
import { fixture } from "../support/capture.ts";

const home = new Home();
afterAll(() => home.clean());

const GLARE = new URL("../fixtures/glare.jsonl", import.meta.url).pathname;
const place = (name: string): string => join(home.folder, name);
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

function unredacted(): string {
  const path = place("whole.jsonl");
  writeFileSync(path, fixture("glare.jsonl").replace('["ip","pwd","fingerprint"]', "[]"));
  return path;
}

describe("relay report", () => {
  it("exits with 0 whatever it finds, and with 6 on what it is told to", async () => {
    const found = await home.run(["relay", "report", GLARE]);
    expect(found).toMatchObject({ code: 0, stderr: "" });
    expect(found.stdout).toBe(fixture("reports/glare.txt"));
    for (const [failOn, code] of [
      ["sure", 6],
      ["SIG001", 6],
      ["SIG002", 0],
      ["none", 0],
    ] as const) {
      const finished = await home.run(["relay", "report", GLARE, "--fail-on", failOn]);
      expect({ failOn, code: finished.code }).toEqual({ failOn, code });
      // What is found is told all the same.
      expect(finished.stdout).toBe(found.stdout);
      expect(finished.stderr).toMatch(code === 6 ? /Found: SIG001 \(sure\)\.\n {2}.*explain SIG001/ : /^$/);
    }
  });

  it("prints one document of JSON", async () => {
    const { stdout } = await home.run(["relay", "report", GLARE, "--format", "json"]);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(fixture("reports/glare.json")));
  });

  it("fails an exchange in JUnit by what is sure, without another exit code, and by what it is told", async () => {
    const junit = ["relay", "report", GLARE, "--format", "junit"];
    const usual = await home.run(junit);
    expect(usual).toMatchObject({ code: 0, stdout: fixture("reports/glare.xml") });
    const none = await home.run([...junit, "--fail-on", "none"]);
    expect(none.stdout).toContain('failures="0"');
    expect(none.stdout).toContain("SIG001 sure");
  });

  it("says what a file that can't be read is, and what to type", async () => {
    const missing = await home.run(["relay", "report", place("nothing.jsonl")]);
    expect(missing).toMatchObject({ code: 5, stdout: "" });
    expect(missing.stderr).toContain("relay --record FILE");
    writeFileSync(
      place("damaged.jsonl"),
      fixture("glare.jsonl").replace('{"v":1,"type":"watch.signals"', "{"),
    );
    const damaged = await home.run(["relay", "report", place("damaged.jsonl")]);
    expect(damaged).toMatchObject({ code: 1, stdout: "" });
    expect(damaged.stderr).toContain("on line 4.");
  });
});

describe("--output", () => {
  it("writes what would be on stdout, and nothing over a file that is there, unless it is forced to", async () => {
    const path = place("report.md");
    const args = ["relay", "report", GLARE, "--format", "markdown", "--output", path];
    expect(await home.run(args)).toMatchObject({ code: 0, stdout: "", stderr: `Written: ${path}\n` });
    expect(readFileSync(path, "utf8")).toBe(fixture("reports/glare.md"));
    writeFileSync(path, "mine");
    const again = await home.run(args);
    expect(again).toMatchObject({ code: 1, stdout: "" });
    expect(again.stderr).toMatch(/is there already.*\n.*--force/);
    expect(readFileSync(path, "utf8")).toBe("mine");
    expect(await home.run([...args, "--force"])).toMatchObject({ code: 0 });
    expect(readFileSync(path, "utf8")).toBe(fixture("reports/glare.md"));
    expect(readdirSync(home.folder).filter((name) => name.endsWith(".draft"))).toEqual([]);
  });

  it("is written before the exit says that something was found", async () => {
    const path = place("report.xml");
    const args = ["relay", "report", GLARE, "--format", "junit", "--output", path, "--fail-on", "sure"];
    expect(await home.run(args)).toMatchObject({ code: 6 });
    expect(readFileSync(path, "utf8")).toBe(fixture("reports/glare.xml"));
  });

  it("is for its owner only if it isn't redacted, which is said", async () => {
    const [secret, open] = [place("secret.har"), place("open.har")];
    const whole = await home.run(["relay", "export", unredacted(), "--format", "har", "--output", secret]);
    expect(whole.code).toBe(0);
    expect(whole.stderr).toMatch(/^whole\.jsonl is not redacted/);
    expect(modeOf(secret)).toBe("600");
    const redacted = await home.run(["relay", "export", GLARE, "--format", "har", "--output", open]);
    expect(redacted.stderr).toBe(`Written: ${open}\n`);
    expect(modeOf(open)).toBe((0o666 & ~process.umask()).toString(8));
  });

  it("may be stdout, or what is no file", async () => {
    const text = fixture("reports/glare.txt");
    expect(await home.run(["relay", "report", GLARE, "--output", "-"])).toMatchObject({
      code: 0,
      stdout: text,
    });
    expect(await home.run(["relay", "report", GLARE, "--output", "/dev/null"])).toMatchObject({ code: 0 });
    expect(statSync("/dev/null").isFile()).toBe(false);
  });

  it.each([
    ["a folder that isn't there", "no/report.txt", "its folder isn't there"],
    ["a folder", "folder", "it is a folder"],
    ["a folder that is a file", "file/report.txt", "what should be its folder is a file"],
  ])("that is %s is told so", async (_, name, why) => {
    mkdirSync(place("folder"), { recursive: true });
    writeFileSync(place("file"), "");
    const finished = await home.run(["relay", "report", GLARE, "--output", place(name)]);
    expect(finished).toMatchObject({ code: 1, stdout: "" });
    expect(finished.stderr).toContain(`can't be written: ${why}.`);
  });

  it("is needed for --force", async () => {
    expect(await home.run(["relay", "report", GLARE, "--force"])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("relay export", () => {
  it("makes a HAR file in which lint finds the same", async () => {
    const path = place("glare.har");
    await home.run(["relay", "export", GLARE, "--format", "har", "--output", path]);
    const [before, after] = await Promise.all([GLARE, path].map((file) => home.run(["relay", "lint", file])));
    expect(after!.code).toBe(6);
    expect(after!.stdout.replace(/ +[\d.]+ k?B/g, "")).toBe(before!.stdout.replace(/ +[\d.]+ k?B/g, ""));
  });

  it("draws an exchange, or says that there is none of this number", async () => {
    const mermaid = ["relay", "export", GLARE, "--format", "mermaid"];
    expect(await home.run(mermaid)).toMatchObject({ code: 0, stdout: fixture("reports/glare.mmd") });
    expect(await home.run([...mermaid, "--exchange", "1"])).toMatchObject({ code: 0 });
    const none = await home.run([...mermaid, "--exchange", "2"]);
    expect(none).toMatchObject({ code: 5, stdout: "" });
    expect(none.stderr).toMatch(/no exchange 2: there are 1\.\n.*relay report/);
  });

  it("wants to know into what", async () => {
    expect(await home.run(["relay", "export", GLARE])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("a file that is written whole", () => {
  function* broken(): Generator<string> {
    yield "half";
    throw new Error("broken");
  }

  it("is not there, and leaves nothing, if what makes it breaks", () => {
    const folder = place("whole");
    mkdirSync(folder);
    const path = join(folder, "file");
    expect(() => writeWhole({ path, force: false, secret: false }, broken())).toThrow("broken");
    expect(readdirSync(folder)).toEqual([]);
    writeFileSync(path, "before");
    expect(() => writeWhole({ path, force: true, secret: false }, broken())).toThrow("broken");
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("takes the place of a link, and leaves what it leads to, and takes an open file's place with its own mode", () => {
    const [there, link] = [place("there"), place("link")];
    writeFileSync(there, "other");
    symlinkSync(there, link);
    writeWhole({ path: link, force: true, secret: true }, ["mine"]);
    expect([readFileSync(there, "utf8"), readFileSync(link, "utf8")]).toEqual(["other", "mine"]);
    chmodSync(there, 0o644);
    writeWhole({ path: there, force: true, secret: true }, ["mine"]);
    expect(modeOf(there)).toBe("600");
  });
});
