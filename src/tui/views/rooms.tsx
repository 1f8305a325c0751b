// The console of rooms, drawn: the list or the open room between a header and the status line.
import type { RoomsState } from "../state/rooms.ts";
import { bodyLines, bodyRows, bottomLine, headerLine, statusLine } from "../state/rooms-lines.ts";
import { Help, type KeyHelp } from "./layout.tsx";
import { Lines } from "./lines.tsx";

interface Props {
  state: RoomsState;
  footer: string;
  keys: readonly KeyHelp[];
  columns: number;
  rows: number;
}

export function RoomsView({ state, footer, keys, columns, rows }: Props) {
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
