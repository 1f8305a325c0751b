// The screens of relay, drawn: list, ladder or comparison between a header and the status line.
import type { RelayState } from "../state/relay.ts";
import { bodyLines, bodyRows, bottomLine, headerLine, statusLine } from "../state/relay-lines.ts";
import { Help, type KeyHelp } from "./layout.tsx";
import { Lines } from "./lines.tsx";

interface Props {
  state: RelayState;
  footer: string;
  keys: readonly KeyHelp[];
  columns: number;
  rows: number;
}

export function RelayView({ state, footer, keys, columns, rows }: Props) {
  return (
    <>
      <Lines lines={[headerLine(state, columns)]} />
      {state.help ? (
        <Help keys={keys} columns={columns} height={bodyRows(rows)} />
      ) : (
        <Lines lines={bodyLines(state, columns, rows)} />
      )}
      <Lines lines={[statusLine(state, columns), bottomLine(state, footer, columns)]} />
    </>
  );
}
