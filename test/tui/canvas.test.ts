// Frames on a terminal: drawn one over the other they look as the last one drawn alone, and cost little.
import { Chalk } from "chalk";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Canvas, type Cursor } from "../../src/tui/canvas.ts";
import { carried } from "../../src/tui/state/isolates.ts";
import { Emulator } from "../support/emulator.ts";

const COLUMNS = 16;
const ROWS = 7;
const chalk = new Chalk({ level: 3 });

const looks = fc.constantFrom(
  (text: string) => text,
  (text: string) => chalk.hex("#5fd7ff")(text),
  (text: string) => chalk.bold.ansi256(81)(text),
  (text: string) => chalk.dim(text),
  (text: string) => chalk.inverse(text),
  (text: string) => chalk.red.bgBlue.underline(text),
);
/** Some of which this emulator draws wider than others do, and than they are measured. */
const texts = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.string({ unit: fc.constantFrom("a", "b", " ", "日", "👩‍👩‍👧", "❤️"), maxLength: 4 }),
  },
  { weight: 1, arbitrary: fc.constant("a\u2068שלום\u2069") },
);
const pieces = fc.tuple(texts, looks).map(([text, look]) => look(carried(text)));
const lengthOf = (parts: readonly string[]): number =>
  parts.join("").replaceAll(/\u001b\[[\d;]*m/g, "").length;
const lines = fc.array(pieces, { maxLength: 3 }).filter((parts) => lengthOf(parts) <= COLUMNS - 2);
type Line = readonly string[];
/** As Ink hands them over: without what is blank at the end. */
const handedOver = (frame: readonly Line[]): string =>
  frame.map((parts) => parts.join("").trimEnd()).join("\n") || " ";

type Change =
  | { does: "row"; row: number; line: Line }
  | { does: "piece"; row: number; at: number; piece: string }
  | { does: "scroll"; top: number; by: number; line: Line }
  | { does: "frame"; lines: Line[] }
  | { does: "repaint" };

const of = <Name extends Change["does"]>(does: Name) => fc.constant(does);
const rows = fc.nat(ROWS - 1);
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ does: of("row"), row: rows, line: lines }),
  fc.record({ does: of("piece"), row: rows, at: fc.nat(2), piece: fc.oneof(fc.constant(""), pieces) }),
  fc.record({ does: of("scroll"), top: fc.nat(2), by: fc.constantFrom(1, -1, 2), line: lines }),
  fc.record({ does: of("frame"), lines: fc.array(lines, { maxLength: ROWS }) }),
  fc.record({ does: of("repaint") }),
);

function changed(frame: readonly Line[], change: Change): Line[] {
  if (change.does === "frame") return change.lines;
  const next = Array.from({ length: ROWS }, (_, row) => frame[row] ?? []);
  if (change.does === "row") next[change.row] = change.line;
  if (change.does === "piece") {
    const line = [...next[change.row]!];
    line[Math.min(change.at, line.length)] = change.piece;
    if (lengthOf(line) <= COLUMNS - 2) next[change.row] = line;
  }
  if (change.does !== "scroll") return next;
  const { top, by, line } = change;
  return next.map((same, row) => (row < top ? same : row + by < top ? line : (next[row + by] ?? line)));
}

async function drawn(frames: readonly (readonly Line[] | null)[], cursor: Cursor | null, ascii: boolean) {
  const terminal = new Emulator(COLUMNS, ROWS);
  await terminal.write("\u001b[?7l");
  let written = "";
  const canvas = new Canvas({ columns: COLUMNS, rows: ROWS }, (text) => (written += text), { ascii });
  canvas.setCursor(cursor);
  for (const frame of frames) {
    if (frame) canvas.write(handedOver(frame));
    else canvas.repaint();
  }
  await terminal.write(written);
  return { rows: terminal.rows, cursor: terminal.cursor };
}

describe("frames one after the other", () => {
  it.each([false, true])("show what the last one shows alone (ascii: %s)", async (ascii) => {
    const start = fc.array(lines, { minLength: ROWS, maxLength: ROWS });
    const cursors = fc.option(fc.record({ x: fc.nat(COLUMNS - 1), y: fc.nat(ROWS - 1) }));
    await fc.assert(
      fc.asyncProperty(start, fc.array(changes, { maxLength: 8 }), cursors, async (first, all, cursor) => {
        const frames: (Line[] | null)[] = [first];
        let frame: Line[] = first;
        for (const change of all) {
          if (change.does !== "repaint") frame = changed(frame, change);
          frames.push(change.does === "repaint" ? null : frame);
        }
        const over = await drawn(frames, cursor, ascii);
        const alone = await drawn([frame], cursor, ascii);
        expect(over.rows).toEqual(alone.rows);
        if (cursor) expect(over.cursor).toEqual(alone.cursor);
        if (ascii) expect(over.rows.join("")).toMatch(/^[\u0020-\u007e]*$/);
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ["👩‍👩‍👧x", "👩‍👩‍👧"],
    ["👩‍👩‍👧", "👩‍👩‍👧 x"],
    ["👩‍👩‍👧", "👩‍👩‍👧  x"],
    ["a👩‍👩‍👧b", "a👩‍👩‍👧"],
    ["👩‍👩‍👧👩‍👩‍👧", "👩‍👩‍👧"],
  ])("%j and then %j shows what the second one shows alone", async (before, now) => {
    expect(await drawn([[[before]], [[now]]], null, false)).toEqual(await drawn([[[now]]], null, false));
  });
});

describe("what is written", () => {
  const open = (columns = 10, rows = 3, ascii = false) => {
    const written: string[] = [];
    return { canvas: new Canvas({ columns, rows }, (text) => written.push(text), { ascii }), written };
  };
  const plain = (text: string | undefined) => text?.replaceAll(/\u001b\[\?\d+[hl]/g, "");

  it("is all of a frame first, then only what changed", () => {
    const { canvas, written } = open();
    canvas.write("one\ntwo\nthree");
    canvas.write("one\ntwx\nthree");
    canvas.write("one\ntwx");
    expect(written.map(plain)).toEqual([
      "\u001b[2J\u001b[1Hone\u001b[2Htwo\u001b[3Hthree",
      "\u001b[2;3Hx",
      "\u001b[3H\u001b[K",
    ]);
  });

  it("is nothing where nothing changed, and a move where only the cursor did", () => {
    const { canvas, written } = open();
    canvas.setCursor({ x: 4, y: 1 });
    canvas.write("1\n2\n3\n4");
    expect(written[0], "never beyond the last row").not.toContain("4;1H");
    expect(written[0]).toContain("\u001b[2;5H\u001b[?25h");
    canvas.write("1\n2\n3\n4");
    expect(written).toHaveLength(1);
    canvas.setCursor({ x: 5, y: 1 });
    canvas.write("1\n2\n3");
    canvas.setCursor(null);
    canvas.write("1\n2\n3");
    canvas.write("1\n2\n3");
    expect(written.slice(1)).toEqual(["\u001b[2;6H", "\u001b[?25l"]);
  });

  it("is one piece a frame, in the marks of one, and leaves the terminal's own look", () => {
    const { canvas, written } = open();
    canvas.write(`a ${chalk.red("b")}\nc`);
    canvas.write(`a ${chalk.red("x")}\nd`);
    expect(written[1]).toBe("\u001b[?2026h\u001b[1;3H\u001b[31mx\u001b[2H\u001b[md\u001b[?2026l");
  });

  it("is all of it again after something else wrote on the screen, and after another size, in one frame", () => {
    const { canvas, written } = open();
    canvas.write("one\ntwo\nthree");
    canvas.repaint();
    expect(plain(written[1])).toBe(plain(written[0]));
    canvas.resize({ columns: 10, rows: 2 });
    expect(written).toHaveLength(2);
    canvas.write("one\ntwo\nthree");
    expect(plain(written[2])).toBe("\u001b[2J\u001b[1Hone\u001b[2Htwo");
  });

  it("moves a log up in place of writing it again", () => {
    const { canvas, written } = open(20, 8);
    const log = (from: number) => [
      "head",
      ...Array.from({ length: 5 }, (_, at) => `line ${from + at}`),
      "foot",
    ];
    canvas.write(log(1).join("\n"));
    canvas.write(log(2).join("\n"));
    expect(plain(written[1])).toBe("\u001b[2;6r\u001b[6H\n\u001b[r\u001b[6Hline 6");
    canvas.write(log(1).join("\n"));
    expect(plain(written[2])).toBe("\u001b[2;6r\u001b[2H\u001bM\u001b[r\u001b[2Hline 1");
  });

  it.each([
    [80, 24],
    [200, 60],
  ])("is at most 300 bytes at %i×%i where a row and a few figures changed", (columns, rows) => {
    const { canvas, written } = open(columns, rows);
    const frame = (tick: number) =>
      Array.from({ length: rows - 1 }, (_, row) =>
        row % 8 === 0
          ? chalk
              .hex("#5fd787")(`room-${row}`)
              .padEnd(columns - 12) + chalk.bold(String(1000 + tick * row))
          : chalk
              .hex("#8e98a2")(`row ${row} `)
              .padEnd(columns - 1, "x"),
      ).join("\n");
    canvas.write(frame(1));
    for (let tick = 2; tick < 20; tick++) canvas.write(frame(tick));
    for (const text of written.slice(1)) expect(text.length).toBeLessThanOrEqual(300);
    expect(written.slice(1).join("")).not.toContain("\u001b[2J");
  });

  it("has the column said behind signs of whose width terminals have their own idea", () => {
    const { canvas, written } = open(20, 1);
    canvas.write("👩‍👩‍👧 x 日本 y");
    expect(written[0]).toContain("👩‍👩‍👧\u001b[3G x 日本 y");
    canvas.write("👩‍👩‍👧 z 日本 y");
    expect(written[1], "behind it single cells change").toContain("\u001b[1;4Hz\u001b[?");
    canvas.write("👩‍👩‍👦 z 日本 y");
    expect(written[2], "from it on all is written").toContain("\u001b[1H\u001b[K👩‍👩‍👦\u001b[3G z 日本 y");
  });

  it("is ASCII alone where that is asked, as wide as what it stands for", () => {
    const { canvas, written } = open(40, 1, true);
    canvas.write("┌─┐│●○★✔✗▲›…↑↓→←⏎· ▁▂▃▄▅▆▇█ é ü ß 日本 👩‍👩‍👧!");
    expect(plain(written[0])).toBe("\u001b[2J\u001b[1H+-+|*o@+x^>~^v></| _.-=+*%# e u s ???? ??!");
  });
});
