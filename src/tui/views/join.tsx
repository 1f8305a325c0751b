// The join screen: the room's seats with its host, what happened in it, and the line that is typed or asked.
import { Box } from "ink";
import { clock } from "../state/format.ts";
import { inputWindow } from "../state/input.ts";
import { type JoinState, personOf, statusOf } from "../state/join.ts";
import { linkRole, linkText } from "../state/link.ts";
import { hereWords, type Person } from "../state/people.ts";
import { field, truncate, width } from "../state/text.ts";
import { nameColor } from "../state/theme.ts";
import { Footer, Header, Help, type KeyHelp, Rule, StatusLine } from "./layout.tsx";
import { useTheme } from "./look.tsx";
import { Text } from "./text.tsx";

interface Props {
  state: JoinState;
  footer: string;
  keys: readonly KeyHelp[];
  columns: number;
  rows: number;
}

const PROMPT = " › ";
/** From this width on the log stands beside the seats. */
const BESIDE_FROM = 72;
/** Columns of the seats then. */
const seatColumns = (columns: number): number => Math.min(48, Math.floor(columns * 0.4));
/** Header, rule, rule, status, prompt, footer. */
const AROUND = 6;

const lineOf = (state: JoinState, columns: number) => inputWindow(state.input, columns - PROMPT.length - 1);

export const joinCursor = (state: JoinState, { columns, rows }: { columns: number; rows: number }) =>
  state.mode.kind === "typing" ? { x: PROMPT.length + lineOf(state, columns).cursor, y: rows - 2 } : null;

export function JoinView({ state, footer, keys, columns, rows }: Props) {
  const { view, people } = state;
  const height = rows - AROUND;
  const beside = columns >= BESIDE_FROM;
  const seatRows = beside ? height : Math.min(people.length, Math.max(2, Math.floor(height / 2)));
  const logRows = beside ? height : height - seatRows;
  const typed = lineOf(state, columns);
  return (
    <>
      <Header
        left={`join ${state.room} · ${statusOf(state)} · host ${personOf(state, view?.host ?? "")}`}
        right={[`${hereWords(people, view?.capacity ?? 0)} seats`]}
        columns={columns}
      />
      <Rule columns={columns} />
      {state.help ? (
        <Help keys={keys} columns={columns} height={height} />
      ) : (
        <Box height={height} flexDirection={beside ? "row" : "column"}>
          <Seats state={state} columns={beside ? seatColumns(columns) : columns} height={seatRows} />
          <Log
            state={state}
            columns={beside ? columns - seatColumns(columns) : columns}
            height={logRows}
            beside={beside}
          />
        </Box>
      )}
      <Rule columns={columns} />
      <StatusLine
        link={linkText(state.link, state.now)}
        role={linkRole(state.link)}
        note={state.hint}
        columns={columns}
      />
      <Prompt state={state} text={typed.text} />
      <Footer text={footer} columns={columns} />
    </>
  );
}

function Prompt({ state, text }: { state: JoinState; text: string }) {
  const theme = useTheme();
  if (state.mode.kind === "confirming") {
    return (
      <Text bold wrap="truncate">{` Remove ${personOf(state, state.mode.peer)} from the room? y / n`}</Text>
    );
  }
  if (state.mode.kind === "watching") return <Text> </Text>;
  return (
    <Text wrap="truncate">
      <Text color={theme.accent}>{PROMPT}</Text>
      {text}
    </Text>
  );
}

function Seats({ state, columns, height }: { state: JoinState; columns: number; height: number }) {
  const { people, selected } = state;
  const at = people.findIndex(({ peer }) => peer === selected);
  // The selected seat stays in sight.
  const first = Math.max(0, Math.min(at - Math.floor(height / 2), people.length - height));
  return (
    <Box flexDirection="column" width={columns} height={height}>
      {people.slice(first, first + height).map((person) => (
        <Text key={person.peer} inverse={person.peer === selected} wrap="truncate">
          {field(seatText(person, state, columns - 1), columns - 1)}
        </Text>
      ))}
    </Box>
  );
}

function seatText(
  { peer, name, seat, ready, held, watches }: Person,
  { view, self }: JoinState,
  columns: number,
): string {
  const marks = [
    peer === view?.host ? "★ host" : "",
    peer === self ? "you" : "",
    held ? "… away" : ready ? "✓ ready" : "",
    watches ? "watches" : "",
  ]
    .filter(Boolean)
    .join(", ");
  const end = marks ? `  ${marks}` : "";
  return `${String(seat).padStart(4)}  ${truncate(name, columns - 6 - width(end))}${end}`;
}

function Log(props: { state: JoinState; columns: number; height: number; beside: boolean }) {
  const { state, columns, height, beside } = props;
  const theme = useTheme();
  const lines = height > 0 ? state.log.slice(-height) : [];
  const edge = beside ? "│ " : " ";
  const blank = beside ? Array.from({ length: height - lines.length }, (_, row) => row) : [];
  return (
    <Box flexDirection="column" width={columns} height={height}>
      {lines.map(({ id, time, kind, text }) => (
        <Text key={id} wrap="truncate">
          <Text dimColor>{`${edge}${clock(time)} `}</Text>
          <Text color={kind === "chat" ? nameColor(theme, text.split(":", 1)[0]!) : undefined}>{text}</Text>
        </Text>
      ))}
      {blank.map((row) => (
        <Text key={`blank${row}`} dimColor>
          {edge}
        </Text>
      ))}
    </Box>
  );
}
