// The chat screen: messages under a gutter of time and name, members beside them where there is room, the line below.
import { Box } from "ink";
import { memo } from "react";
import type { ChatState } from "../state/chat.ts";
import { type ChatRow, nameColumns, unreadBelow, visibleRows } from "../state/chat-rows.ts";
import { inputWindow } from "../state/input.ts";
import { linkRole, linkText } from "../state/link.ts";
import { hereWords, type Person } from "../state/people.ts";
import { field } from "../state/text.ts";
import { nameColor } from "../state/theme.ts";
import { Footer, Header, Help, type KeyHelp, Rule, StatusLine } from "./layout.tsx";
import { useTheme } from "./look.tsx";
import { Text } from "./text.tsx";

interface Props {
  state: ChatState;
  /** Lines typed and not yet acknowledged. */
  waiting: number;
  footer: string;
  keys: readonly KeyHelp[];
  columns: number;
  rows: number;
}

const PROMPT = " › ";
const MEMBERS_FROM = 90;
const MEMBERS = 24;
/** From this height on rules set the parts apart. */
const RULES_FROM = 14;

interface Layout {
  columns: number;
  height: number;
  members: number;
  rules: boolean;
}

/** What the parts around the messages leave to them; scrolling needs it too. */
export function chatLayout(columns: number, rows: number): Layout {
  const rules = rows >= RULES_FROM;
  const members = columns >= MEMBERS_FROM ? MEMBERS : 0;
  return { columns: columns - members, height: rows - (rules ? 6 : 4), members, rules };
}

const lineOf = (state: ChatState, columns: number) => inputWindow(state.input, columns - PROMPT.length - 1);

export const chatCursor = (state: ChatState, { columns, rows }: { columns: number; rows: number }) => ({
  x: PROMPT.length + lineOf(state, columns).cursor,
  y: rows - 2,
});

export function ChatView({ state, waiting, footer, keys, columns, rows }: Props) {
  const layout = chatLayout(columns, rows);
  const line = lineOf(state, columns);
  const theme = useTheme();
  const away = state.link.state !== "open";
  const here = hereWords(state.people, state.capacity);
  const me = state.people.find(({ peer }) => peer === state.self)?.name ?? "";
  return (
    <>
      <Header
        left={[`#${state.room}`, state.status, state.code && `code ${state.code}`]
          .filter(Boolean)
          .join(" · ")}
        right={[`${here} here · you are ${me}`, `${here} here`, here]}
        columns={columns}
      />
      {layout.rules && <Rule columns={columns} />}
      {state.help ? (
        <Help keys={keys} columns={columns} height={layout.height} />
      ) : (
        <Box height={layout.height}>
          <Messages state={state} layout={layout} />
          {layout.members > 0 && <Members state={state} height={layout.height} />}
        </Box>
      )}
      {layout.rules && <Rule columns={columns} />}
      <StatusLine
        link={linkText(state.link, state.now) + (away && waiting > 0 ? ` · ${waiting} not sent yet` : "")}
        role={linkRole(state.link)}
        note={state.hint || belowText(state)}
        columns={columns}
      />
      <Text wrap="truncate">
        <Text color={theme.accent}>{PROMPT}</Text>
        {line.text}
      </Text>
      <Footer text={footer} columns={columns} />
    </>
  );
}

function belowText(state: ChatState): string {
  const below = unreadBelow(state);
  if (state.anchor === null) return "";
  return below > 0 ? `↓ ${below} newer · Esc` : "↓ Esc";
}

function Messages({ state, layout }: { state: ChatState; layout: Layout }) {
  const names = nameColumns(state, layout.columns);
  return (
    <Box flexDirection="column" justifyContent="flex-end" width={layout.columns} height={layout.height}>
      {visibleRows(state, layout.columns, layout.height).map((row) => (
        <Message key={`${row.id}.${row.row}`} {...row} names={names} />
      ))}
    </Box>
  );
}

const marks = { sending: " …", sent: "", failed: " ✗ not sent" };

const Message = memo(({ kind, time, name, mine, text, delivery, names }: ChatRow & { names: number }) => {
  const theme = useTheme();
  const color = kind === "message" ? nameColor(theme, name) : undefined;
  return (
    <Text wrap="truncate">
      <Text dimColor>{field(time, 6)}</Text>
      <Text color={color} dimColor={kind === "notice"} bold={mine}>
        {field(name, names, "right")}
      </Text>
      <Text dimColor> │ </Text>
      <Text dimColor={kind === "notice" || delivery === "sending"}>{text}</Text>
      {delivery && <Text color={delivery === "failed" ? theme.bad : undefined}>{marks[delivery]}</Text>}
    </Text>
  );
});

function Members({ state, height }: { state: ChatState; height: number }) {
  const { people } = state;
  const theme = useTheme();
  const shown = people.length > height ? people.slice(0, height - 1) : people;
  const lines = shown.map((person) => ({
    id: person.peer,
    text: memberText(person, state),
    name: person.plainName,
  }));
  if (shown.length < people.length) {
    lines.push({ id: "more", text: `  +${people.length - shown.length} more`, name: "" });
  }
  while (lines.length < height) lines.push({ id: `empty${lines.length}`, text: "", name: "" });
  return (
    <Box flexDirection="column" width={MEMBERS}>
      {lines.map(({ id, text, name }) => (
        <Text key={id} wrap="truncate">
          <Text dimColor>│ </Text>
          <Text color={name === "" ? undefined : nameColor(theme, name)}>{text}</Text>
        </Text>
      ))}
    </Box>
  );
}

const memberText = ({ peer, name, held }: Person, { host, self }: ChatState): string =>
  `${peer === host ? "★" : " "} ${field(name, MEMBERS - 10).trimEnd()}${peer === self ? " (you)" : held ? " (away)" : ""}`;
