// The states of relay and stats.
import { describe, expect, it } from "vitest";
import type { SignalRecord } from "../../../src/protocol/events.ts";
import type { Stats } from "../../../src/protocol/stats.ts";
import {
  initialRelay,
  type RelayAction,
  type RelayState,
  reduceRelay,
  relayWindow,
} from "../../../src/tui/state/relay.ts";
import { initialStats, rates, reduceStats } from "../../../src/tui/state/stats.ts";
import { statsLines } from "../../../src/tui/state/stats-lines.ts";

const NOW = 1_000_000;

describe("relay", () => {
  const record = (seq: number, more: Partial<SignalRecord> = {}) =>
    ({
      type: "watch.signals",
      seq,
      time: NOW,
      room: "call",
      from: "p1",
      to: "p2",
      kind: "offer",
      bytes: 9,
      verdict: "delivered",
      ...more,
    }) as SignalRecord;
  const reached = (...actions: RelayAction[]): RelayState =>
    actions.reduce((state, action) => reduceRelay(state, action, NOW), initialRelay("all", NOW));
  const signals = (...seqs: number[]): RelayAction => ({
    type: "signals",
    records: seqs.map((seq) => record(seq)),
  });
  const ids = (state: RelayState, height = 3) => relayWindow(state, height).rows.map(({ id }) => id);

  it("counts what it missed, but not over a new connection", () => {
    expect(reached(signals(10, 11, 15)).missed).toBe(3);
    const lost: RelayAction = { type: "link", link: { state: "reconnecting", retryAt: null } };
    expect(reached(signals(10), lost, { type: "link", link: { state: "open" } }, signals(20)).missed).toBe(0);
  });

  it("follows, holds still while paused, and says how many came meanwhile", () => {
    const paused = reached(signals(1, 2, 3, 4), { type: "pause" }, signals(5, 6));
    expect(ids(paused)).toEqual([2, 3, 4]);
    expect(relayWindow(paused, 3).below).toBe(2);
    expect(ids(reduceRelay(paused, { type: "pause" }, NOW))).toEqual([4, 5, 6]);
  });

  it("scrolls within its rows and follows again at the end", () => {
    const up = reached(signals(1, 2, 3, 4, 5), { type: "scroll", by: -9, height: 3 });
    expect(ids(up)).toEqual([1, 2, 3]);
    const down = reduceRelay(up, { type: "scroll", by: 9, height: 3 }, NOW);
    expect(down.anchor).toBeNull();
  });

  it("filters by any field while it is typed, whatever the case", () => {
    const rows: RelayAction = {
      type: "signals",
      records: [
        record(1),
        record(2, { kind: "report", verdict: undefined, state: "failed" }),
        record(3, { room: "Demo" as never }),
      ],
    };
    const typing = reached(rows, { type: "filter.open" }, { type: "filter.insert", text: "FAIL" });
    expect(ids(typing)).toEqual([2]);
    expect(ids(reduceRelay(typing, { type: "filter.clear" }, NOW))).toEqual([1, 2, 3]);
    expect(
      ids(
        reached(
          rows,
          { type: "filter.open" },
          { type: "filter.insert", text: "demo" },
          { type: "filter.apply" },
        ),
      ),
    ).toEqual([3]);
  });

  it("keeps a limited number of rows, all inert", () => {
    const state = reached({
      type: "signals",
      records: Array.from({ length: 6_000 }, (_, i) => record(i + 1, { room: "\u001b" as never })),
    });
    expect(state.rows).toHaveLength(5_000);
    expect(state.total).toBe(6_000);
    expect(state.rows[0]!.room).toBe("\\u{1b}");
  });
});

describe("stats", () => {
  const stats = (more: Partial<Stats> = {}) =>
    ({
      messagesIn: 0,
      messagesOut: 0,
      published: 0,
      errors: {},
      signals: {},
      links: {},
      uptimeMs: 1,
      memoryBytes: 5,
      loopDelayMs: 1,
      node: "n1",
      ...more,
    }) as Stats;

  it("have rates per second between two samples of the same process", () => {
    const before = { time: 0, stats: stats({ messagesIn: 100, signals: { delivered: 1 } }) };
    const after = {
      time: 2_000,
      stats: stats({ messagesIn: 150, signals: { delivered: 2, no_such_peer: 4 }, uptimeMs: 9 }),
    };
    expect(rates(before, after)).toMatchObject({ messagesIn: 25, signals: 2.5, errors: 0 });
    expect(rates(null, after)).toBeNull();
    expect(rates(after, { ...after, time: 2_000 })).toBeNull();
    expect(rates(before, { time: 2_000, stats: stats({ node: "n2" as never }) }), "another node").toBeNull();
    expect(rates(after, { time: 4_000, stats: stats({ uptimeMs: 3 }) }), "started anew").toBeNull();
  });

  it("show a rate only where there is one", () => {
    const line = (name: string, previous: number | null) =>
      statsLines(previous === null ? null : { time: 0, stats: stats({ messagesIn: previous }) }, {
        time: 1_000,
        stats: stats({ messagesIn: 1_234, uptimeMs: 2 }),
      }).find((found) => found.name === name);
    expect(line("messages in", 1_230)).toEqual({ name: "messages in", value: "1,234", rate: "4.0/s" });
    expect(line("messages in", null)!.rate).toBe("");
  });

  it("hold still while paused, and tell a problem without losing the figures", () => {
    let state = reduceStats(
      initialStats("http://x", 1_000),
      { type: "sample", stats: stats({ messagesIn: 1 }) },
      1,
    );
    state = reduceStats(state, { type: "pause" }, 2);
    state = reduceStats(state, { type: "sample", stats: stats({ messagesIn: 2 }) }, 3);
    expect(state.current!.stats.messagesIn).toBe(1);
    state = reduceStats(state, { type: "problem", text: "gone\u001b" }, 4);
    expect(state).toMatchObject({ problem: "gone\\u{1b}", current: { time: 1 } });
  });
});
