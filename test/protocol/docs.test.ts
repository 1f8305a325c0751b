// The documents and the tables say the same, in both directions.
import { describe, expect, it } from "vitest";
import { closes, mayReconnect } from "../../src/protocol/closes.ts";
import { errors } from "../../src/protocol/errors.ts";
import { events } from "../../src/protocol/events.ts";
import { requests } from "../../src/protocol/requests.ts";
import { RoomOptions } from "../../src/protocol/shapes.ts";
import { documentText, names, rowsUnder as rowsOf } from "../support/tables.ts";

const text = documentText("protocol.md");
const rowsUnder = (heading: string): string[][] => rowsOf("protocol.md", heading);

describe("docs/protocol.md", () => {
  it("lists every error with its status and meaning, and no other", () => {
    const rows = rowsUnder("Errors").map(([code, http, retryable, message]) => [
      names(code!)[0],
      { http: Number(http), retryable: retryable === "yes", message },
    ]);
    expect(Object.fromEntries(rows)).toEqual(errors);
  });

  it("lists every close code, and no other", () => {
    const rows = rowsUnder("Close codes").map(([code, name, reason]) => [
      names(name!)[0],
      { code: Number(code), reason },
    ]);
    expect(Object.fromEntries(rows)).toEqual(closes);
  });

  it("lists every request and every event, and no other", () => {
    expect(
      rowsUnder("Requests")
        .flatMap(([cell]) => names(cell!))
        .sort(),
    ).toEqual(Object.keys(requests).sort());
    expect(
      rowsUnder("Events")
        .flatMap(([cell]) => names(cell!))
        .sort(),
    ).toEqual(Object.keys(events).sort());
  });

  it("names every field of every request", () => {
    for (const [cell, fields] of rowsUnder("Requests")) {
      for (const name of names(cell!)) {
        const schema = requests[name as keyof typeof requests].request as {
          properties: Record<string, unknown>;
        };
        const options = fields!.includes("room options");
        for (const field of Object.keys(schema.properties)) {
          if (options && Object.hasOwn(RoomOptions.properties, field)) continue;
          expect(fields, `${name}.${field}`).toMatch(new RegExp(`\\b${field}\\b`));
        }
      }
    }
  });

  it("gives each number to one rule", () => {
    const rules = [...text.matchAll(/^- \*\*\[([A-Z]\d+)\]\*\*/gm)].map(([, rule]) => rule!);
    expect(rules.length).toBeGreaterThan(80);
    expect(rules.filter((rule, place) => rules.indexOf(rule) !== place)).toEqual([]);
  });

  it("names every option of a room", () => {
    const line = text.split("\n").find((each) => each.startsWith("options "));
    for (const option of Object.keys(RoomOptions.properties)) {
      expect(line, option).toMatch(new RegExp(`\\b${option}\\?`));
    }
  });
});

describe("close codes", () => {
  it.each([
    [1006, true],
    [1012, true],
    [4001, true],
    [4499, true],
    [4500, false],
    [4999, false],
  ])("%i: may connect again: %s", (code, may) => {
    expect(mayReconnect(code)).toBe(may);
  });

  it("fit into a close frame", () => {
    for (const { reason } of Object.values(closes))
      expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
  });
});
