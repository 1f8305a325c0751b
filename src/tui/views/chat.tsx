// The chat screen, drawn from its lines.
import { Box } from "ink";
import type { ChatState } from "../state/chat.ts";
import { chatLines, type Words } from "../state/chat-screen.ts";
import { Lines } from "./lines.tsx";

interface Props {
  state: ChatState;
  words: Words;
  columns: number;
  rows: number;
}

export const ChatView = ({ state, words, columns, rows }: Props) => (
  <Box flexDirection="column" width={columns} height={rows}>
    <Lines lines={chatLines(state, { columns, rows }, words)} />
  </Box>
);
