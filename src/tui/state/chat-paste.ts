// What is pasted into the chat: a little goes into the line, more is asked about, too much is refused.
import { limits } from "../../protocol/limits.ts";
import { pasted } from "./input.ts";

export interface Paste {
  text: string;
  lines: number;
  bytes: number;
  /** As messages, none larger than a server takes. */
  messages: readonly string[];
}

const LINES = 20;
const BYTES = 4 * 1024;
/** A conversation is no place for more. */
export const MOST_MESSAGES = 100;

const encoder = new TextEncoder();
const sizeOf = (text: string): number => encoder.encode(text).length;

/** Null for what may go into the line as it is. */
export function pasteOf(given: string): Paste | null {
  const text = pasted(given).replace(/\n+$/, "");
  const lines = text.split("\n");
  const bytes = sizeOf(text);
  if (lines.length <= LINES && bytes <= BYTES) return null;
  return { text, lines: lines.length, bytes, messages: inMessages(lines) };
}

/** As many whole lines as fit in each; a line that is longer than a message is cut. */
function inMessages(lines: readonly string[]): string[] {
  const found: string[] = [];
  let block: string[] = [];
  let size = 0;
  const flush = (): void => {
    const text = block.join("\n");
    if (text.trim() !== "") found.push(text);
    block = [];
    size = 0;
  };
  for (const line of lines.flatMap(cut)) {
    const more = sizeOf(line) + 1;
    if (size + more > limits.textBytes) flush();
    block.push(line);
    size += more;
  }
  flush();
  return found;
}

const bytesOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

function cut(line: string): string[] {
  if (sizeOf(line) < limits.textBytes) return [line];
  const parts: string[] = [];
  let part = "";
  let size = 0;
  for (const character of line) {
    const more = bytesOf(character.codePointAt(0)!);
    if (size + more >= limits.textBytes) {
      parts.push(part);
      part = "";
      size = 0;
    }
    part += character;
    size += more;
  }
  return [...parts, part];
}

export const fitsLine = ({ bytes }: Paste): boolean => bytes <= limits.textBytes;

/** What is asked, and by which keys it is answered. */
export function pasteQuestion(paste: Paste): string {
  const { lines, messages } = paste;
  const what = lines > 1 ? `${lines} lines pasted` : "a long line pasted";
  if (messages.length > MOST_MESSAGES) {
    return `${what}: too much for a chat (${messages.length} messages, at most ${MOST_MESSAGES}) · Esc`;
  }
  const send = messages.length === 1 ? "s send it" : `s send as ${messages.length} messages`;
  return `${what}: ${send}${fitsLine(paste) ? " · e edit first" : ""} · Esc don't`;
}
