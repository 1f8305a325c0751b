// The relay screen: a row for each signal that the server passed on.
import { Box } from "ink";
import { memo } from "react";
import { bytes, preciseClock, shortPeer } from "../state/format.ts";
import { inputWindow } from "../state/input.ts";
import { linkRole, linkText } from "../state/link.ts";
import { type RelayRow, type RelayState, relayWindow } from "../state/relay.ts";
import { field } from "../state/text.ts";
import type { Role } from "../state/theme.ts";
import { Footer, Header, Help, type KeyHelp, StatusLine } from "./layout.tsx";
import { useTheme } from "./look.tsx";
import { Text } from "./text.tsx";

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
export const relayHeight = (rows: number): number => rows - AROUND;

interface Column {
  title: string;
  width: number;
  text(row: RelayRow): string;
  role?: (row: RelayRow) => Role | undefined;
}

const kindRoles: Record<string, Role> = { offer: "accent", answer: "good", report: "info" };
const isBad = ({ verdict }: RelayRow): boolean => verdict === "no_such_peer" || verdict.startsWith("failed");

/** What a window of this width shows; the verdict takes what is left. */
function columnsFor(columns: number): Column[] {
  const peer = columns < 60 ? 7 : columns < 100 ? 8 : 13;
  const all: (Column | null)[] = [
    columns < 60 ? null : { title: "TIME", width: 13, text: ({ time }) => preciseClock(time) },
    columns < 60 ? null : { title: "ROOM", width: columns < 100 ? 10 : 20, text: ({ room }) => room },
    { title: "FROM", width: peer, text: ({ from }) => shortPeer(from, peer) },
    { title: "→ TO", width: peer + 2, text: ({ to }) => `→ ${shortPeer(to, peer)}` },
    { title: "KIND", width: 9, text: ({ kind }) => kind, role: ({ kind }) => kindRoles[kind] },
    columns < 60 ? null : { title: "SIZE", width: 7, text: (row) => bytes(row.bytes) },
    {
      title: "VERDICT",
      width: 0,
      text: (row) => (isBad(row) ? `✗ ${row.verdict}` : row.verdict),
      role: (row) => (isBad(row) ? "bad" : undefined),
    },
  ];
  const shown = all.filter((column) => column !== null);
  const used = shown.reduce((sum, { width }) => sum + width + 1, 0);
  return shown.map((column) =>
    column.width > 0 ? column : { ...column, width: Math.max(1, columns - used) },
  );
}

const lineOf = (state: RelayState, columns: number) =>
  state.input ? inputWindow(state.input, columns - PROMPT.length - 1) : null;

export function relayCursor(state: RelayState, { columns, rows }: { columns: number; rows: number }) {
  const typed = lineOf(state, columns);
  return typed && { x: PROMPT.length + typed.cursor, y: rows - 2 };
}

export function RelayView({ state, footer, keys, columns, rows }: Props) {
  const theme = useTheme();
  const height = relayHeight(rows);
  const { rows: shown, below } = relayWindow(state, height);
  const titles = columnsFor(columns).map(({ title, width }) => field(title, width));
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
        {` ${titles.join(" ")}`}
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
        role={linkRole(state.link)}
        note={follows}
        columns={columns}
      />
      <Text wrap="truncate">
        {typed ? (
          <Text color={theme.accent}>{PROMPT}</Text>
        ) : (
          <Text dimColor>{state.filter === "" ? " " : ` filter: ${state.filter} (Esc shows all)`}</Text>
        )}
        {typed?.text}
      </Text>
      <Footer text={footer} columns={columns} />
    </>
  );
}

const Row = memo(({ row, columns }: { row: RelayRow; columns: number }) => {
  const theme = useTheme();
  const colorOf = (role: Role | undefined) => role && theme[role];
  return (
    <Text wrap="truncate">
      {columnsFor(columns).map(({ title, width, text, role }) => (
        <Text key={title} color={colorOf(role?.(row))}>
          {` ${field(text(row), width)}`}
        </Text>
      ))}
    </Text>
  );
});
