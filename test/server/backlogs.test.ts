// Peers that don't read: who is given up, and when, looked at once a second by hand.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { limits, times } from "../../src/protocol/limits.ts";
import { Backlogs, type Reader } from "../../src/server/backlogs.ts";

const MIB = 1024 * 1024;
const SECOND = 1_000;

class FakeReader implements Reader {
  waiting: number;
  taken = 0;
  gone = false;

  constructor(waiting: number) {
    this.waiting = waiting;
  }

  shed(): void {
    this.gone = true;
  }
}

let backlogs: Backlogs;
let buffers: number;
beforeEach(() => {
  vi.useFakeTimers();
  buffers = 0;
  backlogs = new Backlogs(() => buffers);
});
afterEach(() => {
  backlogs.stop();
  vi.useRealTimers();
});

function behind(...sizes: number[]): FakeReader[] {
  const readers = sizes.map((size) => new FakeReader(size));
  for (const reader of readers) backlogs.add(reader);
  return readers;
}

/** Second by second; each reader takes one byte in each, and gets another. */
function readOn(seconds: number, readers: FakeReader[]): void {
  for (let n = 0; n < seconds; n++) {
    for (const reader of readers) reader.taken += 1;
    vi.advanceTimersByTime(SECOND);
  }
}

describe("a peer that is behind", () => {
  it("[T22] is given up once it has taken nothing for ten seconds", () => {
    const [reader] = behind(100);
    vi.advanceTimersByTime(times.undrained - SECOND);
    expect(reader!.gone).toBe(false);
    vi.advanceTimersByTime(SECOND);
    expect(reader!.gone).toBe(true);
    expect(backlogs.behind).toBe(0);
  });

  it("[T22] stays as long as it takes something, however little", () => {
    const readers = behind(100);
    readOn(60, readers);
    expect(readers[0]!.gone).toBe(false);
    vi.advanceTimersByTime(times.undrained);
    expect(readers[0]!.gone).toBe(true);
  });

  it("is not given up for what it didn't take in another hour", () => {
    const [reader] = behind(100);
    vi.advanceTimersByTime(times.undrained - SECOND);
    reader!.waiting = 0;
    vi.advanceTimersByTime(SECOND);
    reader!.waiting = 100;
    backlogs.add(reader!);
    vi.advanceTimersByTime(times.undrained - SECOND);
    expect(reader!.gone).toBe(false);
  });

  it("is forgotten when its connection is gone", () => {
    const [reader] = behind(100);
    backlogs.delete(reader!);
    vi.advanceTimersByTime(2 * times.undrained);
    expect(reader!.gone).toBe(false);
  });
});

describe("all that waits", () => {
  it("[T22] is kept below the limit of the process by giving up the largest", () => {
    const small = behind(...Array.from({ length: 100 }, () => MIB / 2));
    const large = behind(...Array.from({ length: 300 }, () => MIB));
    buffers = limits.sendQueuesBytes + 1;
    readOn(1, [...small, ...large]);
    expect(small.filter(({ gone }) => gone)).toEqual([]);
    const left = [...small, ...large].filter(({ gone }) => !gone);
    expect(left.reduce((sum, { waiting }) => sum + waiting, 0)).toBe(limits.sendQueuesBytes);
  });

  it("ends nobody where it is the same few frames for many", () => {
    const readers = behind(...Array.from({ length: 400 }, () => MIB));
    buffers = MIB;
    readOn(1, readers);
    expect(readers.every(({ gone }) => !gone)).toBe(true);
  });

  it("ends nobody for what other buffers take", () => {
    const readers = behind(MIB);
    buffers = 2 * limits.sendQueuesBytes;
    readOn(1, readers);
    expect(readers[0]!.gone).toBe(false);
  });
});
