// What all screens are framed by: a rule, the line that is typed, the footer, and the help.
import { Box } from "ink";
import { ends, field, truncate, width } from "../state/text.ts";
import type { Role } from "../state/theme.ts";
import { useTheme } from "./look.tsx";
import { Text } from "./text.tsx";

export interface KeyHelp {
  keys: string;
  help: string;
}

/** Of the wordings for the right end the first one that leaves the left one whole is taken. */
export function Header({
  left,
  right,
  columns,
}: {
  left: string;
  right: readonly string[];
  columns: number;
}) {
  const space = columns - width(left) - 3;
  const end = right.find((wording) => width(wording) <= space) ?? "";
  return (
    <Text bold wrap="truncate">
      {ends(` ${left}`, `${end} `, columns)}
    </Text>
  );
}

export const Footer = ({ text, columns }: { text: string; columns: number }) => (
  <Text color={useTheme().faint} wrap="truncate">
    {field(` ${text}`, columns)}
  </Text>
);

/** The state of the connection left; what was just refused, or what else there is to know, right. */
export function StatusLine(props: { link: string; role: Role; note: string; columns: number }) {
  const { link, role, note, columns } = props;
  const theme = useTheme();
  const cut = truncate(link, columns - 2);
  return (
    <Text wrap="truncate">
      <Text color={theme[role]}> {cut}</Text>
      <Text>{field(note, Math.max(0, columns - width(cut) - 2), "right")}</Text>
    </Text>
  );
}

export const HELP_COLUMNS = 72;

/** Two columns where there is room for them. */
export function Help({
  keys,
  columns,
  height,
}: {
  keys: readonly KeyHelp[];
  columns: number;
  height: number;
}) {
  const beside = columns >= HELP_COLUMNS ? 2 : 1;
  const perColumn = Math.ceil(keys.length / beside);
  const wide = Math.floor(columns / beside);
  const entryText = (entry: KeyHelp | undefined): string =>
    entry ? field(` ${field(entry.keys, 10)} ${entry.help}`, wide) : "";
  const lines = Array.from({ length: Math.min(height, perColumn) }, (_, row) =>
    Array.from({ length: beside }, (_, column) => entryText(keys[row + column * perColumn])).join(""),
  );
  return (
    <Box flexDirection="column" height={height}>
      {lines.map((line) => (
        <Text key={line} wrap="truncate">
          {line}
        </Text>
      ))}
    </Box>
  );
}
