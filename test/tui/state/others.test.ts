// The state of relay.
import { describe, expect, it } from "vitest";
import type { SignalRecord } from "../../../src/protocol/events.ts";
import {
  initialRelay,
  type RelayAction,
  type RelayState,
  reduceRelay,
  relayWindow,
} from "../../../src/tui/state/relay.ts";

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
