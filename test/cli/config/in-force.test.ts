// What is in force: which of flag, environment, file and default counts, and what the server is then told.
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { durationOf, showDuration } from "../../../src/cli/config/duration.ts";
import { InForce } from "../../../src/cli/config/in-force.ts";
import { Setting, type Settled } from "../../../src/cli/config/layers.ts";
import { nearest } from "../../../src/cli/config/near.ts";
import { printedConfig } from "../../../src/cli/config/print.ts";
import { problemsOf } from "../../../src/cli/config/read.ts";
import { editorSchema } from "../../../src/cli/config/schema.ts";
import { namespaceOptions, serveOptions } from "../../../src/cli/config/serve-options.ts";
import { ConfigSource } from "../../../src/cli/config/source.ts";
import { createNamespaces } from "../../../src/core/namespaces.ts";
import { defaultSettings } from "../../../src/core/settings.ts";
import { DEFAULT_NAMESPACE, type Namespace } from "../../../src/protocol/ids.ts";
import { tempDir } from "../../support/temp-dir.ts";

const fileOf = (config: object, file = "rtrooms.jsonc"): ConfigSource => {
  const source = new ConfigSource(file, JSON.stringify(config, null, 1));
  expect(problemsOf(source)).toEqual([]);
  return source;
};

const at = ({ settled }: InForce, path: string): Setting =>
  path
    .split(".")
    .reduce<Settled>((part, name) => (part as Record<string, Settled>)[name]!, settled) as Setting;

describe("a value", () => {
  const source = fileOf({ host: "10.0.0.1", port: 1, defaults: { cadence: "1ms" }, namespaces: { a: {} } });
  const flags = { port: new Setting(3, "flag --port") };
  const environment = {
    port: new Setting(2, "environment RTROOMS_PORT"),
    "defaults.cadence": new Setting("2ms", "environment RTROOMS_CADENCE"),
  };

  it.each([
    ["port", 3, "flag --port"],
    ["defaults.cadence", "2ms", "environment RTROOMS_CADENCE"],
    ["host", "10.0.0.1", "rtrooms.jsonc:2"],
    ["memory", false, "default"],
    ["namespaces.a.cadence", "2ms", "environment RTROOMS_CADENCE"],
    ["namespaces.a.room.capacity", 64, "default"],
  ])("comes from flag, environment, file or default, in that order: %s", (path, value, from) => {
    expect(at(new InForce(flags, environment, source), path)).toEqual(new Setting(value, from));
  });

  it("of a namespace counts more than one for all, setting by setting", () => {
    const source = fileOf({
      defaults: { room: { capacity: 8, hold: "1m" }, events: { move: ["x"] } },
      namespaces: { game: { room: { min: 2 }, events: { shot: ["at"] }, cadence: "16ms" } },
    });
    const inForce = new InForce({ "defaults.cadence": new Setting("1s", "flag --cadence") }, {}, source);
    const { settings } = createNamespaces(serveOptions(inForce.values));
    expect(settings("game" as Namespace)).toMatchObject({
      room: { capacity: 8, min: 2, hold: 60_000 },
      events: { move: ["x"], shot: ["at"] },
      cadenceMs: 16,
    });
    expect(settings(DEFAULT_NAMESPACE)).toMatchObject({ room: { capacity: 8, min: 1 }, cadenceMs: 1_000 });
  });

  it("is the server's own default where nothing is said", () => {
    expect(namespaceOptions(new InForce({}, {}, null).values.defaults)).toEqual(defaultSettings);
  });
});

describe("the folder for history", () => {
  it("is beside the file that names it", () => {
    const inForce = new InForce({}, {}, fileOf({ dataDir: "data" }, "/etc/rtrooms/config.jsonc"));
    expect(serveOptions(inForce.values).dataDir).toBe("/etc/rtrooms/data");
  });

  it("counts where it was typed, though the file wants memory", () => {
    const source = fileOf({ memory: true });
    expect(serveOptions(new InForce({}, {}, source).values)).not.toHaveProperty("dataDir");
    const typed = new InForce({ dataDir: new Setting("/tmp/x", "flag --data-dir") }, {}, source);
    expect(serveOptions(typed.values).dataDir).toBe("/tmp/x");
    expect(at(typed, "memory")).toEqual(new Setting(false, "flag --data-dir"));
  });
});

describe("a token", () => {
  const sha256 = createHash("sha256").update("open sesame").digest("hex");

  it("is read from a file beside the configuration, or given as its digest", () => {
    const folder = tempDir();
    writeFileSync(join(folder, "token"), "open sesame\n");
    const tokens = [
      { name: "a", scopes: ["publish"], tokenFile: "token" },
      { name: "b", scopes: ["join"], sha256 },
    ];
    const source = fileOf({ defaults: { auth: { tokens } } }, join(folder, "rtrooms.jsonc"));
    expect(serveOptions(new InForce({}, {}, source).values).defaults?.auth?.tokens).toEqual([
      { name: "a", scopes: ["publish"], sha256 },
      { name: "b", scopes: ["join"], sha256 },
    ]);
  });

  it("is printed by nobody", () => {
    const tokens = [{ name: "b", scopes: ["join"], sha256 }];
    const iceServers = [{ urls: "turn:example.org", username: "u", credential: "hunter2" }];
    const source = fileOf({ iceServers, defaults: { auth: { tokens } } });
    const text = printedConfig(new InForce({}, {}, source).settled, "the admin's");
    expect(text).not.toMatch(/hunter2|the admin's/);
    expect(text).not.toContain(sha256);
    expect(JSON.parse(text)).toMatchObject({
      adminToken: { value: "(hidden)", from: "environment RTROOMS_ADMIN_TOKEN" },
      iceServers: { value: [{ username: "u", credential: "(hidden)" }], from: "rtrooms.jsonc:2" },
    });
  });
});

it.each([
  ["capasity", "capacity"],
  ["capacty", "capacity"],
  ["caapcity", "capacity"],
  ["hodl", "hold"],
  ["min", "min"],
  ["seats", undefined],
])("guesses that %s was to be %s", (typed, meant) => {
  expect(nearest(typed, ["capacity", "hold", "min", "visibility"])).toBe(meant);
});

it.each([
  ["16ms", 16],
  ["1.5s", 1_500],
  ["7d", 604_800_000],
  ["off", 0],
])("reads the time %s", (text, ms) => {
  expect(durationOf(text)).toBe(ms);
  if (ms % 1_000 === 0 && ms > 0) expect(showDuration(ms)).toBe(text);
});

it("has a schema for editors without words of its own", () => {
  const schema = JSON.parse(editorSchema());
  expect(schema.properties.defaults.properties.grace).toEqual({
    type: "string",
    description: expect.any(String),
    default: "30s",
    pattern: expect.any(String),
  });
  expect(schema.properties.namespaces.patternProperties).toBeTypeOf("object");
  expect(JSON.stringify(schema)).not.toMatch(/"(duration|expects)":/);
});
