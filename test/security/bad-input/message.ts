// How the rows of text frames are written down.
import type { ErrorCode } from "../../../src/protocol/errors.ts";
import { type MessageRow, type Reaction, ROW_ID } from "./row.ts";

export const refused = (error: ErrorCode, path?: string): Reaction => ({ error, path });
export const BAD = refused("bad_request");

export const row = (
  title: string,
  reaction: Reaction,
  message: string | object,
  ...before: object[]
): MessageRow => ({
  title,
  reaction,
  text: typeof message === "string" ? message : JSON.stringify({ id: ROW_ID, ...message }),
  before,
});

/** In ASCII, and told apart by its length where it is long. */
export const named = (id: unknown): string => {
  const json = JSON.stringify(id).replace(/[^ -~]/gu, (odd) => `\\u{${odd.codePointAt(0)!.toString(16)}}`);
  return json.length > 24 ? `${json.slice(0, 20)}… (${json.length})` : json;
};
export const published = (json: string): string =>
  `{"type":"publish","id":"${ROW_ID}","room":"den","data":${json}}`;
export const seat = { type: "join", room: "den" };
export const withField = (rest: string): string => `{"id":"${ROW_ID}",${rest}}`;
