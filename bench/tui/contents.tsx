// What screens like ours show, frame by frame: a chat that gains a line, a table and a dashboard whose figures change.
import { Box } from "ink";
import { endsLine, fillLines, fitLine, type Line, panel } from "../../src/tui/state/lines.ts";
import { bar, spark } from "../../src/tui/state/spark.ts";
import { tableLines } from "../../src/tui/state/table.ts";
import { Lines } from "../../src/tui/views/lines.tsx";

interface Size {
  columns: number;
  rows: number;
}

const WORDS = "the quick brown fox jumps over a lazy dog while nobody watches it happen in this room".split(
  " ",
);
const NAMES = ["ada", "bob", "cleo", "dora", "emil"];
const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => WORDS[(from * 7 + at) % WORDS.length]).join(" ");

const header = (title: string, tick: number, columns: number): Line =>
  endsLine([{ text: ` ${title}`, bold: true }], [{ text: `frame ${tick} `, role: "faint" }], columns);

const frames: Record<string, (tick: number, size: Size) => Line[]> = {
  idle: (_tick, size) => frames.rooms!(0, size),

  typing(tick, { columns, rows }) {
    const body = frames.chat!(0, { columns, rows: rows - 1 });
    return [...body, fitLine([{ text: " › ", role: "accent" }, { text: "x".repeat(tick % 60) }], columns)];
  },

  chat(tick, { columns, rows }) {
    const lines = Array.from({ length: rows - 2 }, (_, row): Line => {
      const at = tick + row;
      const name = NAMES[at % NAMES.length]!;
      return [
        { text: " 12:34 ", role: "faint" },
        { text: name.padStart(8), person: name },
        { text: " │ ", role: "faint" },
        { text: words(at, 4 + (at % 9)) },
      ];
    });
    return [header("#lobby", 0, columns), ...fillLines(lines, rows - 1, columns)];
  },

  /** Of every row that is not in the frame a figure changes, in thirty at most. */
  rooms(tick, { columns, rows }) {
    const all = Array.from({ length: rows - 2 }, (_, row) => ({
      row,
      figure: row < 30 ? (tick * (row + 3)) % 997 : row,
    }));
    return [
      header("rooms", tick, columns),
      ...tableLines({
        columns: [
          { title: "NAME", text: ({ row }) => `room-${row}`, look: () => ({ role: "accent" }) },
          { title: "PEERS", width: 7, align: "right", text: ({ row }) => `${row % 9}/64` },
          { title: "MSG/s", width: 8, align: "right", text: ({ figure }) => String(figure) },
          { title: "AGE", width: 6, align: "right", text: ({ row }) => `${row}m` },
          {
            title: "STATUS",
            width: 10,
            rank: 1,
            text: ({ row }) => (row % 3 ? "active" : "waiting"),
            look: ({ row }) => ({ role: row % 3 ? "good" : "warn" }),
          },
        ],
        rows: all,
        isSelected: ({ row }) => row === 3,
        width: columns,
      }),
    ];
  },

  stats(tick, { columns, rows }) {
    const history = Array.from({ length: columns }, (_, at) => ((tick + at) * 37) % 100);
    const figures = Array.from(
      { length: Math.min(30, rows - 3) },
      (_, row): Line => [
        { text: `figure ${row}`.padEnd(14), role: "faint" },
        { text: String((tick * (row + 11)) % 10_000).padStart(8), bold: true },
        { text: "  " },
        { text: spark(history.slice(row), Math.min(24, columns - 50), 100), role: "chart" },
        { text: "  " },
        { text: bar(((tick + row) % 20) / 20, 12), role: "good" },
      ],
    );
    return [
      header("stats", tick, columns),
      ...panel(figures, { title: "server", note: "1 s", columns, rows: rows - 1 }),
    ];
  },
};

export const kinds = Object.keys(frames);

export const Content = ({ kind, tick, columns, rows }: Size & { kind: string; tick: number }) => (
  <Box width={columns} height={rows} flexDirection="column" overflow="hidden">
    <Lines lines={frames[kind]!(tick, { columns, rows })} />
  </Box>
);
