// What is typed as keys: sequences that come in pieces wait for their end, and what stays a piece is given up in time.
import { decodeKeys, flushKeys, type Key } from "./keys.ts";

const ESCAPE_MS = 50;
/** The end of a paste may come much later than its start. */
const PASTE_MS = 2_000;

interface Reactions {
  /** All that came at once. */
  onKeys(keys: readonly Key[]): void;
  /** What came, before it is taken apart. */
  onText?(text: string): void;
}

/** The answer ends it. */
export function listenToKeys({ onKeys, onText }: Reactions): () => void {
  let rest = "";
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    const keys = flushKeys(rest);
    rest = "";
    onKeys(keys);
  };
  const onData = (chunk: string): void => {
    clearTimeout(timer);
    onText?.(rest + chunk);
    const decoded = decodeKeys(rest + chunk);
    rest = decoded.rest;
    onKeys(decoded.keys);
    if (rest !== "") timer = setTimeout(flush, rest.length > 6 ? PASTE_MS : ESCAPE_MS);
  };
  process.stdin.setEncoding("utf8").on("data", onData);
  return () => {
    clearTimeout(timer);
    process.stdin.off("data", onData);
  };
}
