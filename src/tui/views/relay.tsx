// The relay screen: a row for each signal that the server passed on.
import { Box, Text } from "ink";
import { memo } from "react";
import { bytes, preciseClock, shortPeer } from "../state/format.ts";
import { inputWindow } from "../state/input.ts";
import { linkColor, linkText } from "../state/link.ts";
import { type RelayRow, type RelayState, relayWindow } from "../state/relay.ts";
import { field } from "../state/text.ts";
import { Footer, Header, Help, type KeyHelp, StatusLine } from "./layout.tsx";

interface Props {
  state: RelayState;
  footer: string;
  keys: readonly KeyHelp[];
  columns: number;
  rows: number;
}

const PROMPT = " / ";
/** Header, column titles, status, prompt, footer. */
const AROUND = 5;
const ROOM_FROM = 72;

export const relayHeight = (rows: number): number => rows - AROUND;

interface Widths {
  time: number;
  room: number;
  peer: number;
  kind: number;
}

function widthsFor(columns: number): Widths {
  const wide = columns >= ROOM_FROM;
  return {
    time: wide ? 14 : 7,
    room: wide ? 14 : 0,
    peer: columns < 60 ? 6 : columns < 100 ? 10 : 14,
    kind: 10,
  };
}

const lineOf = (state: RelayState, columns: number) =>
  state.input ? inputWindow(state.input, columns - PROMPT.length - 1) : null;

export function relayCursor(state: RelayState, { columns, rows }: { columns: number; rows: number }) {
  const typed = lineOf(state, columns);
  return typed && { x: PROMPT.length + typed.cursor, y: rows - 2 };
}

export function RelayView({ state, footer, keys, columns, rows }: Props) {
  const height = relayHeight(rows);
  const { rows: shown, below } = relayWindow(state, height);
  const widths = widthsFor(columns);
  const typed = lineOf(state, columns);
  const follows =
    state.anchor === null ? "▶ following" : `‖ paused${below > 0 ? ` · ${below} newer · p` : " · p"}`;
  return (
    <>
      <Header
        left={`relay ${state.scope} · ${state.total} signals`}
        right={state.missed > 0 ? [`${state.missed} missed: too fast`] : []}
        columns={columns}
      />
      <Text dimColor wrap="truncate">
        {titles(widths)}
      </Text>
      {state.help ? (
        <Help keys={keys} columns={columns} height={height} />
      ) : (
        <Box flexDirection="column" height={height}>
          {state.rows.length === 0 && (
            <Text dimColor> No signals yet: they come when two peers of a room connect.</Text>
          )}
          {shown.map((row) => (
            <Row key={row.id} row={row} columns={columns} />
          ))}
        </Box>
      )}
      <StatusLine
        link={linkText(state.link, state.now)}
        color={linkColor(state.link)}
        note={follows}
        columns={columns}
      />
      <Text wrap="truncate">
        {typed ? (
          <Text color="cyan">{PROMPT}</Text>
        ) : (
          <Text dimColor>{state.filter === "" ? " " : ` filter: ${state.filter} (Esc shows all)`}</Text>
        )}
        {typed?.text}
      </Text>
      <Footer text={footer} columns={columns} />
    </>
  );
}

const titles = ({ time, room, peer, kind }: Widths): string =>
  ` ${field("TIME", time)}${field("ROOM", room)}${field("FROM", peer)} → ${field("TO", peer)} ${field("KIND", kind)}${field("BYTES", 9)}VERDICT`;

const kindColors: Record<string, string> = { offer: "cyan", answer: "green", report: "magenta" };
const badVerdicts = ["no_such_peer", "failed"];

const Row = memo(({ row, columns }: { row: RelayRow; columns: number }) => {
  const { time, room, peer, kind } = widthsFor(columns);
  const at = preciseClock(row.time);
  const bad = badVerdicts.some((word) => row.verdict.startsWith(word));
  return (
    <Text wrap="truncate">
      <Text dimColor> {field(time >= at.length ? at : at.slice(0, 5), time)}</Text>
      {field(row.room, room)}
      {field(shortPeer(row.from), peer)}
      <Text dimColor> → </Text>
      {field(shortPeer(row.to), peer)} <Text color={kindColors[row.kind]}>{field(row.kind, kind)}</Text>
      {field(bytes(row.bytes), 9)}
      <Text color={bad ? "red" : undefined}>{bad ? `✗ ${row.verdict}` : row.verdict}</Text>
    </Text>
  );
});
