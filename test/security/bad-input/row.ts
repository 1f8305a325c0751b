// The rows of the bad-input table: what is sent, and the one reaction to it that is right.
import type { ErrorCode } from "../../../src/protocol/errors.ts";

export type Reaction =
  /** An HTTP answer, with the code of its problem where the server itself has written it. */
  | { status: number; code?: ErrorCode }
  /** The WebSocket is closed with this code. */
  | { close: number }
  /** An error reply, at `path` if it is about a field; the connection serves on. */
  | { error: ErrorCode; path?: string }
  /** It is served. */
  | "ok"
  /** The connection ends without a word. */
  | "cut";

/** Bytes of a request; without `stays` the connection asks for nothing more. */
export interface HttpRow {
  title: string;
  bytes: Buffer;
  reaction: Reaction;
}

export interface FrameRow {
  title: string;
  /** Written one after the other, each when the one before has been read. */
  pieces: Buffer[];
  reaction: Reaction;
}

export interface MessageRow {
  title: string;
  text: string;
  /** Requests that are answered with ok before it. */
  before?: object[];
  reaction: Reaction;
}

/** The request of a row carries this id, where it can. */
export const ROW_ID = "row";

export const inWords = (reaction: Reaction | "nothing"): string => {
  if (typeof reaction === "string") return reaction;
  if ("status" in reaction) return `${reaction.status} ${reaction.code ?? ""}`.trim();
  if ("close" in reaction) return `closed with ${reaction.close}`;
  return `${reaction.error} ${reaction.path ?? ""}`.trim();
};
