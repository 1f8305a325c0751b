// The watched figures of a server, as lines: what they show is decided where they are put together.
import { Box } from "ink";
import { useMemo } from "react";
import type { StatsState } from "../state/stats.ts";
import { statsScreenLines } from "../state/stats-layout.ts";
import { Footer, Help, type KeyHelp } from "./layout.tsx";
import { Lines } from "./lines.tsx";

interface Props {
  state: StatsState;
  footer: string;
  keys: readonly KeyHelp[];
  columns: number;
  rows: number;
}

/** A key that is cut off says nothing. */
function wholeParts(footer: string, columns: number): string {
  const parts = footer.split(" · ");
  while (parts.length > 1 && parts.join(" · ").length > columns) parts.pop();
  return parts.join(" · ");
}

export function StatsView({ state, footer, keys, columns, rows }: Props) {
  const lines = useMemo(() => statsScreenLines(state, { columns, rows: rows - 1 }), [state, columns, rows]);
  return (
    <>
      {state.help ? (
        <Box flexDirection="column" height={rows - 1}>
          <Help keys={keys} columns={columns} height={rows - 1} />
        </Box>
      ) : (
        <Lines lines={lines} />
      )}
      <Footer text={wholeParts(footer, columns - 1)} columns={columns} />
    </>
  );
}
