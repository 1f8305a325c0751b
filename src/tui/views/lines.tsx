// Lines of a screen, drawn: a row of the terminal each, and only those anew that changed.
import { memo } from "react";
import { type Line, paper, type Segment } from "../state/lines.ts";
import { nameColor } from "../state/theme.ts";
import { useTheme } from "./look.tsx";
import { Text } from "./text.tsx";

export function Lines({ lines }: { lines: readonly Line[] }) {
  // A row has no name but its place.
  return lines.map((line, row) => <Row key={String(row)} line={line} />);
}

const sameSegment = (a: Segment, b: Segment | undefined): boolean =>
  b !== undefined &&
  a.text === b.text &&
  a.role === b.role &&
  a.person === b.person &&
  a.bold === b.bold &&
  a.inverse === b.inverse &&
  a.paper === b.paper;

export const Row = memo(
  ({ line }: { line: Line }) => {
    const theme = useTheme();
    const colorOf = ({ role, person, paper: onPaper }: Segment): string | undefined =>
      onPaper ? paper.signs : person !== undefined ? nameColor(theme, person) : role && theme[role];
    return (
      <Text wrap="truncate">
        {line.map((segment, at) => (
          <Text
            key={String(at)}
            color={colorOf(segment)}
            backgroundColor={segment.paper && (segment.paper === "white" ? paper.ground : paper.signs)}
            bold={segment.bold}
            inverse={segment.inverse}
          >
            {segment.text}
          </Text>
        ))}
      </Text>
    );
  },
  ({ line: before }, { line: now }) =>
    before.length === now.length && before.every((segment, at) => sameSegment(segment, now[at])),
);
