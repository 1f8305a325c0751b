// The line that is drawn over and over: what it says at which width, and what is written to the terminal for it.
import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Moment, statusLine } from "../../src/cli/serve-status.ts";
import { StatusLine } from "../../src/cli/status-line.ts";
import { lineOf, lineWidth, plainText } from "../../src/tui/state/lines.ts";

const moment: Moment = {
  connections: 1_234,
  rooms: 1,
  seats: 950,
  inRate: 120.4,
  outRate: 21_400,
  memoryBytes: 141_000_000,
  loopMs: 0.4,
  upMs: 245_000,
  degraded: false,
  draining: false,
};
const text = (more: Partial<Moment>, columns: number): string =>
  plainText(statusLine({ ...moment, ...more }, columns));

describe("the status", () => {
  it("is whole at 80 columns, and leaves out what matters least where there are fewer", () => {
    expect(text({}, 79)).toBe("  ● live  1.2k clients  1 room  950 seats  in 120/s  out 21k/s  141 MB");
    expect(text({}, 100)).toMatch(/loop <1 ms {2}up 4m$/);
    expect(text({}, 50)).toBe("  1.2k clients  1 room  in 120/s  out 21k/s");
    expect(text({}, 20)).toBe("  1.2k clients");
    expect(text({}, 5)).toBe("");
    for (let columns = 0; columns < 120; columns++)
      expect(lineWidth(statusLine(moment, columns))).toBeLessThanOrEqual(columns);
  });

  it("says in red and in words that nothing is kept, before all else", () => {
    const line = statusLine({ ...moment, degraded: true }, 20);
    expect(line.at(-1)).toMatchObject({ text: "! store degraded", role: "bad" });
  });

  it("marks a loop that is late, and keeps it longer", () => {
    expect(text({ loopMs: 250 }, 60)).toContain("! loop 250 ms");
  });

  it("counts who is left of a drain", () => {
    expect(text({ draining: true, connections: 1 }, 80)).toBe("  draining: 1 client left");
  });
});

class Screen extends EventEmitter {
  columns = 40;
  written: string[] = [];
  write = (chunk: string): boolean => {
    this.written.push(chunk);
    return true;
  };

  take(): string {
    return this.written.splice(0).join("");
  }
}

describe("the line", () => {
  let screen: Screen;
  let line: StatusLine;
  let isOurs: boolean;
  beforeEach(() => {
    screen = new Screen();
    isOurs = true;
    line = new StatusLine(screen as unknown as NodeJS.WriteStream, () => isOurs);
  });
  afterEach(() => line.end());
  const show = (words: string): void => line.show((columns) => lineOf(words.slice(0, columns)));

  it("is drawn over itself, and only where it changed", () => {
    show("one");
    expect(screen.take()).toBe("\rone\u001b[J\r");
    show("one");
    expect(screen.take()).toBe("");
    show("two");
    expect(screen.take()).toBe("\rtwo\u001b[J\r");
  });

  it("makes room for other lines, and comes back below them", () => {
    show("one");
    screen.take();
    screen.write("a warning\n");
    expect(screen.take()).toBe("\r\u001b[Ja warning\n\rone\u001b[J\r");
  });

  it("waits for the end of a line that was begun", () => {
    show("one");
    screen.take();
    screen.write("begun");
    show("two");
    expect(screen.take()).toBe("\r\u001b[Jbegun");
    screen.write(" and ended\n");
    expect(screen.take()).toBe(" and ended\n\rtwo\u001b[J\r");
  });

  it("fits the terminal after it got another size", () => {
    show("x".repeat(60));
    expect(screen.take()).toBe(`\r${"x".repeat(39)}\u001b[J\r`);
    screen.columns = 10;
    screen.emit("resize");
    expect(screen.take()).toBe(`\r${"x".repeat(9)}\u001b[J\r`);
  });

  it("touches nothing while the terminal is the shell's", () => {
    isOurs = false;
    show("one");
    screen.write("a warning\n");
    expect(screen.take()).toBe("a warning\n");
    isOurs = true;
    show("one");
    expect(screen.take()).toBe("\rone\u001b[J\r");
  });

  it("goes, and gives the stream back", () => {
    show("one");
    screen.take();
    line.end();
    screen.write("after\n");
    show("two");
    screen.emit("resize");
    expect(screen.take()).toBe("\r\u001b[Jafter\n");
  });
});
