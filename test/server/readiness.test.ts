// Readiness: named checks, each with its own reason, and all that are against new connections at once.
import { expect, it } from "vitest";
import { createReadiness } from "../../src/server/readiness.ts";

it("is ready while no check has a reason, and names every one that has", () => {
  const readiness = createReadiness();
  const against: Record<string, string | null> = { draining: null, store: null };
  readiness.add("draining", () => against.draining!);
  readiness.add("store", () => against.store!);
  expect(readiness.reasons()).toEqual([]);
  against.store = "The disk is full.";
  expect(readiness.reasons()).toEqual([{ name: "store", reason: "The disk is full." }]);
  against.draining = "The server is stopping.";
  expect(readiness.reasons().map(({ name }) => name)).toEqual(["draining", "store"]);
  against.store = null;
  against.draining = null;
  expect(readiness.reasons()).toEqual([]);
});

it("shuts nobody out for what only warns", () => {
  const readiness = createReadiness();
  let stopping: string | null = null;
  readiness.add("store", () => "The disk is full.", "warns");
  readiness.add("draining", () => stopping);
  expect(readiness.shut()).toBeNull();
  stopping = "The server is stopping.";
  expect(readiness.shut()).toEqual({ name: "draining", reason: "The server is stopping." });
});
