// The stats screen without a terminal: rates, histories, and a layout that fits every size.
import { describe, expect, it } from "vitest";
import type { NodeId } from "../../../src/protocol/ids.ts";
import type { Stats } from "../../../src/protocol/stats.ts";
import { lineWidth, plainText } from "../../../src/tui/state/lines.ts";
import {
  initialStats,
  PANELS,
  reduceStats,
  type StatsAction,
  type StatsState,
} from "../../../src/tui/state/stats.ts";
import { statsScreenLines } from "../../../src/tui/state/stats-layout.ts";
import { statsLines } from "../../../src/tui/state/stats-lines.ts";
import { MOST_POINTS, rates, refusalRows } from "../../../src/tui/state/stats-points.ts";
import { statsRows } from "../../../src/tui/state/stats-rows.ts";
import { width } from "../../../src/tui/state/text.ts";
import { figures, spread } from "../../support/figures.ts";
import { SeededRandom } from "../../support/seeded-random.ts";

const sample = (more: Partial<Stats> = {}): StatsAction => ({ type: "sample", stats: figures(more) });

/** A second between actions. */
function reached(...actions: StatsAction[]): StatsState {
  return actions.reduce(
    (state, action, at) => reduceStats(state, action, at * 1_000),
    initialStats("http://127.0.0.1:7420", 1_000),
  );
}

const screenOf = (state: StatsState, columns = 80, rows = 23): string[] =>
  statsScreenLines(state, { columns, rows }).map(plainText);

describe("rates", () => {
  const before = { time: 0, stats: figures({ messagesIn: 100, signals: { delivered: 1 } }) };
  const after = {
    time: 2_000,
    stats: figures({ messagesIn: 150, signals: { delivered: 2, no_such_peer: 4 }, uptimeMs: 3_000 }),
  };

  it("are per second between two samples of the same process", () => {
    expect(rates(before, after)).toMatchObject({ messagesIn: 25, signals: 2.5, messagesOut: 0 });
  });

  it("are none of one sample, of two at once, and across a start of the server", () => {
    expect(rates(null, after)).toBeNull();
    expect(rates(after, { ...after, time: 2_000 })).toBeNull();
    const other = { time: 2_000, stats: figures({ node: "n2" as NodeId, uptimeMs: 9_000 }) };
    expect(rates(before, other), "another node").toBeNull();
    expect(rates(after, { time: 4_000, stats: figures({ uptimeMs: 5 }) }), "started anew").toBeNull();
  });
});

describe("the state", () => {
  it("keeps so many points and no more", () => {
    const state = reached(...Array.from({ length: MOST_POINTS + 50 }, (_, at) => sample({ uptimeMs: at })));
    expect(state.points).toHaveLength(MOST_POINTS);
    expect(state.points.at(-1)?.time).toBe((MOST_POINTS + 49) * 1_000);
  });

  it("holds still while paused, and has gone on behind it", () => {
    const state = reached(
      sample({ connections: 1 }),
      { type: "pause" },
      sample({ connections: 2, uptimeMs: 2_000 }),
    );
    expect(screenOf(state).join("\n")).toMatch(/connections +1 /);
    expect(screenOf(state)[0]).toContain("‖ paused at");
    const on = reduceStats(state, { type: "pause" }, 9_000);
    expect(screenOf(on).join("\n")).toMatch(/connections +2 /);
    expect(on.points).toHaveLength(2);
  });

  it("says of when the figures are while nobody answers, and leaves a gap", () => {
    const gone: StatsAction = { type: "problem", text: "nobody\u001b" };
    const state = reached(sample({ connections: 7 }), gone, gone);
    expect(screenOf(state)[0]).toContain("○ no answer");
    expect(screenOf(state)[1]).toMatch(/○ As of \d\d:\d\d, 2s ago\. Trying again\. nobody\\u\{1b\}/);
    expect(screenOf(state).join("\n")).toMatch(/connections +7 /);
    const roles = statsScreenLines(state, { columns: 80, rows: 23 }).slice(2).flat();
    expect(new Set(roles.map(({ role }) => role))).toEqual(new Set(["faint"]));
    const back = reduceStats(state, sample({ connections: 8, uptimeMs: 9_000 }), 9_000);
    expect(screenOf(back)[0]).toContain("● answering");
    expect(back.points.map((point) => point === null)).toEqual([false, true, true, false]);
  });

  it("tells that another process answers, for a minute, and counts from there", () => {
    const state = reached(
      sample({ errors: { internal: 5 }, messagesIn: 500, uptimeMs: 9_000 }),
      sample({ errors: { internal: 9 }, messagesIn: 7, uptimeMs: 10 }),
    );
    expect(screenOf(state)[1]).toContain("▲ The server was started anew");
    expect(state.points.at(-1)).toMatchObject({ rates: null, refusals: {} });
    const later = reduceStats(state, sample({ uptimeMs: 70_000 }), 70_000);
    expect(screenOf(later)[1]).toContain("● ready");
  });

  it("shows one panel alone by its number, by Tab in turn, and all again", () => {
    const zoom = (state: StatsState, panel: "next" | "previous" | "rooms" | null) =>
      reduceStats(state, { type: "zoom", panel }, 0);
    let state = zoom(reached(sample()), "rooms");
    expect(state.zoomed).toBe("rooms");
    expect(zoom(state, "rooms").zoomed).toBeNull();
    expect(zoom(state, null).zoomed).toBeNull();
    state = zoom(state, null);
    const seen = PANELS.map(() => {
      state = zoom(state, "next");
      return state.zoomed;
    });
    expect(seen).toEqual([...PANELS]);
    expect(zoom(state, "next").zoomed).toBeNull();
    expect(zoom(zoom(state, "next"), "previous").zoomed).toBe("signals");
  });

  it("asks less and more often, in steps with an end", () => {
    const step = (state: StatsState, longer: boolean) => reduceStats(state, { type: "interval", longer }, 0);
    let state = step(initialStats("x", 1_500), true);
    expect(state.intervalMs).toBe(2_000);
    for (let at = 0; at < 9; at++) state = step(state, true);
    expect(state.intervalMs).toBe(60_000);
    for (let at = 0; at < 9; at++) state = step(state, false);
    expect(state.intervalMs).toBe(1_000);
  });

  it("begins anew with what is there", () => {
    const state = reached(sample(), sample({ errors: { internal: 3 }, uptimeMs: 2_000 }), { type: "reset" });
    expect(state.points).toHaveLength(1);
    expect(refusalRows(state.points, state.current!.stats, 4)).toMatchObject([
      { name: "internal", recent: 0, total: 3 },
    ]);
  });
});

describe("what was refused", () => {
  it("is counted over five minutes, by errors and reasons, the most frequent first", () => {
    const at = (errors: Record<string, number>, refused: Record<string, number>, uptimeMs: number) =>
      sample({ errors, refused, uptimeMs });
    let state = initialStats("x", 1_000);
    const take = (action: StatsAction, time: number): void => {
      state = reduceStats(state, action, time);
    };
    take(at({ room_full: 100 }, {}, 1), 0);
    take(at({ room_full: 150 }, { token: 1 }, 2), 10_000);
    take(at({ room_full: 151 }, { token: 4 }, 3), 400_000);
    const rows = refusalRows(state.points, state.current!.stats, 5);
    expect(rows.map(({ name, recent, total }) => [name, recent, total])).toEqual([
      ["token", 3, 4],
      ["room_full", 1, 151],
    ]);
    expect(rows[0]!.values).toEqual([null, null, null, null, 3]);
  });
});

const busy = (seed: number): Stats => {
  const random = new SeededRandom(seed);
  const count = (most: number) => random.below(most);
  const name = () => ["lobby", "a\u202eb", "会議室", "x".repeat(60), "🎲 dice"][count(5)]!;
  return figures({
    ...{ totalRooms: count(1e4), totalPeers: count(1e5), connections: count(1e4), uptimeMs: count(1e9) },
    ...{ messagesIn: count(1e9), messagesOut: count(1e9), bytesIn: count(1e9), bytesOut: count(1e9) },
    errors: { internal: count(1e6), room_full: count(9) },
    refused: { address_connections: count(1e6), [name()]: 1 },
    signals: { delivered: count(1e7) },
    links: { connected: count(1e4), failed: count(1e4) },
    latency: {
      requests: spread(count(1e7), count(5e3)),
      durable: spread(5, 2),
      types: { join: spread(1, 7), [name()]: spread(2, 0.1) },
    },
    topRooms: Array.from({ length: count(21) }, () => ({
      ...{ namespace: name(), room: name() as never, status: "active" as const },
      ...{ members: count(900), capacity: 1_000, perSecond: count(1e6) / 10 },
    })),
    namespaces: {
      [name()]: { connections: 1, rooms: 2, perSecond: 3 },
      b: { connections: 1, rooms: 2, perSecond: 3 },
    },
    ...(random.number() < 0.3 && {
      ready: false,
      reasons: [{ name: "store", reason: name().repeat(9) }],
      storeDegradedMs: 9_000,
    }),
  });
};

describe("the layout", () => {
  const sizes = [
    [40, 9],
    [80, 23],
    [120, 39],
    [200, 59],
  ] as const;

  it.each(sizes)(
    "has at %i×%i exactly so many lines, each exactly so wide, in every state",
    (columns, rows) => {
      for (let seed = 1; seed < 12; seed++) {
        for (const zoomed of [null, ...PANELS]) {
          for (const extra of [
            [],
            [{ type: "problem", text: "gone ".repeat(40) }],
            [{ type: "pause" }],
          ] as StatsAction[][]) {
            const samples = Array.from(
              { length: seed },
              (_, at) => ({ type: "sample", stats: busy(seed * 7 + at) }) as const,
            );
            const state = { ...reached(...samples, ...extra), zoomed };
            const lines = statsScreenLines(state, { columns, rows });
            expect(lines).toHaveLength(rows);
            expect(new Set(lines.map(lineWidth)), `${zoomed}`).toEqual(new Set([columns]));
          }
        }
      }
    },
  );

  it("fits any size between, and before the first sample", () => {
    const random = new SeededRandom(11);
    for (let run = 0; run < 250; run++) {
      const [columns, rows] = [40 + random.below(200), 9 + random.below(70)];
      const state =
        run % 9 === 0 ? initialStats("http://x", 1_000) : reached({ type: "sample", stats: busy(run) });
      const lines = statsScreenLines(
        { ...state, zoomed: run % 3 === 0 ? PANELS[run % 6]! : null },
        { columns, rows },
      );
      expect(lines).toHaveLength(rows);
      for (const line of lines)
        expect(lineWidth(line), `${columns}×${rows} ${plainText(line)}`).toBe(columns);
    }
  });

  it("shows on the smallest terminal what tells most", () => {
    const lines = screenOf(reached(sample(), sample({ messagesIn: 5, uptimeMs: 2_000 })), 40, 9);
    const names = lines.slice(2).map((line) => line.slice(1, 13).trim());
    expect(names).toEqual([
      "connections",
      "messages in",
      "messages out",
      "p99",
      "loop delay",
      "refused 5m",
      "rooms",
    ]);
  });

  it("says in words what is wrong with the store, and for how long", () => {
    const reasons = [
      { name: "store", reason: "The disk takes no more: \u001b[2J" },
      { name: "loop", reason: "busy" },
    ];
    const lines = screenOf(reached(sample({ ready: false, reasons, storeDegradedMs: 42_000 })));
    expect(lines[1]).toContain("▲ store for 42s: The disk takes no more: \\u{1b}[2J (and loop)");
  });

  it("orders the busiest rooms as was asked", () => {
    const room = (name: string, members: number, perSecond: number) =>
      ({ namespace: "default", room: name, status: "active", members, capacity: 9, perSecond }) as never;
    const topRooms = [room("b", 1, 9), room("a", 2, 1), room("c", 3, 5)];
    let state = { ...reached(sample({ topRooms })), zoomed: "rooms" as const };
    const seen = ["rate", "members", "name"].map(() => {
      const order = screenOf(state).flatMap((line) => /^│ ([abc]) /.exec(line)?.[1] ?? []);
      state = reduceStats(state, { type: "sort" }, 0) as typeof state;
      return order.join("");
    });
    expect(seen).toEqual(["bca", "cab", "abc"]);
  });
});

describe("lines to be read", () => {
  it("have every figure once", () => {
    const lines = new Map(statsLines(figures({ messagesIn: 1_234, errors: { room_full: 2 } })));
    expect(lines.get("messages in")).toMatch(/^1,234 /);
    expect(lines.get("  room_full")).toBe("2");
  });

  it("are as wide as each other, with the header again after twenty", () => {
    const rows = statsRows();
    const lines = Array.from({ length: 21 }, (_, at) => rows(busy(at), at * 1_000)).flat();
    expect(new Set(lines.map(width)).size).toBe(1);
    expect(lines.flatMap((line, at) => (line.startsWith("TIME") ? at : []))).toEqual([0, 21]);
  });
});
