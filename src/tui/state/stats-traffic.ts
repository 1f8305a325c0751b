// Messages in and out over time: the largest charts of the stats screen.
import { chart, peakOf } from "./chart.ts";
import { rate, roundedUp, short } from "./figures.ts";
import { bytes } from "./format.ts";
import { type Line, lineOf } from "./lines.ts";
import { type Area, framed, inside, type Shown } from "./stats-panels.ts";
import { seriesOf } from "./stats-points.ts";
import { field } from "./text.ts";

const ways = {
  in: { messages: "messagesIn", bytes: "bytesIn", role: "chart" },
  out: { messages: "messagesOut", bytes: "bytesOut", role: "info" },
} as const;

export function trafficPanel(way: keyof typeof ways, { points, zoomed }: Shown, area: Area): Line[] {
  const { columns, rows } = inside(area);
  const of = ways[way];
  const values = seriesOf(points, ({ rates }) => rates?.[of.messages] ?? null);
  const most = roundedUp(peakOf(values, columns), 10);
  const now = points.at(-1)?.rates ?? null;
  const title = `messages ${way} ${field(rate(now?.[of.messages] ?? null), 5, "right")}/s`;
  const amount = now ? `${field(bytes(now[of.bytes]), 7, "right")}/s` : "";
  const full = columns >= 52 ? [`full ${short(most)}/s`] : [];
  const note = [...(amount ? [amount] : []), ...full].join(" · ");
  const lines = chart(values, columns, rows, most).map((row) => lineOf(row, { role: of.role }));
  return framed("traffic", title, note, lines, area, zoomed === "traffic");
}
