// The watched figures of a server: what it holds, and what it does per second.
import { Box } from "ink";
import type { StatsState } from "../state/stats.ts";
import { statsLines } from "../state/stats-lines.ts";
import { field } from "../state/text.ts";
import { Footer, Header, StatusLine } from "./layout.tsx";
import { Text } from "./text.tsx";

interface Props {
  state: StatsState;
  footer: string;
  columns: number;
  rows: number;
}

/** Header, status, footer. */
const AROUND = 3;

export function StatsView({ state, footer, columns, rows }: Props) {
  const { current, previous, problem } = state;
  const height = rows - AROUND;
  const all = current ? statsLines(previous, current) : [];
  const lines = all.length > height ? all.filter(({ name }) => !name.startsWith(" ")) : all;
  return (
    <>
      <Header
        left={`stats ${state.url}`}
        right={[`every ${state.intervalMs / 1_000} s${state.paused ? " · paused" : ""}`]}
        columns={columns}
      />
      <Box flexDirection="column" height={height}>
        {lines.slice(0, height).map(({ name, value, rate }) => (
          <Text key={name} wrap="truncate">
            <Text dimColor> {field(name, 15)}</Text>
            {field(value, 14, "right")}
            {field(rate, 9, "right")}
          </Text>
        ))}
      </Box>
      <StatusLine
        link={problem === "" ? "● answering" : `○ ${problem}`}
        role={problem === "" ? "good" : "warn"}
        note=""
        columns={columns}
      />
      <Footer text={footer} columns={columns} />
    </>
  );
}
