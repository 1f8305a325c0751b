// What all screens are framed by: the footer, and the help.
import { Box } from "ink";
import { field } from "../state/text.ts";
import { useTheme } from "./look.tsx";
import { Text } from "./text.tsx";

export interface KeyHelp {
  keys: string;
  help: string;
}

export const Footer = ({ text, columns }: { text: string; columns: number }) => (
  <Text color={useTheme().faint} wrap="truncate">
    {field(` ${text}`, columns)}
  </Text>
);

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
