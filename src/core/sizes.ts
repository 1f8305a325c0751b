// The sizes that a schema can't count: bytes of free-form data, and what a namespace limits further.
import { jsonBytes, utf8Bytes } from "../protocol/codec.ts";
import { RtError } from "../protocol/errors.ts";
import { limits } from "../protocol/limits.ts";
import type { Data, SignalKind } from "../protocol/shapes.ts";
import type { Settings } from "./settings.ts";

export const checkMemberData = ({ limits }: Settings, data: Data | undefined) =>
  checkData(data, limits.memberDataBytes, "a member");
export const checkRoomData = ({ limits }: Settings, data: Data | undefined) =>
  checkData(data, limits.roomDataBytes, "a room");

function checkData(data: Data | undefined, most: number, whose: string): void {
  if (data !== undefined && jsonBytes(data) > most) {
    throw new RtError("payload_too_large", `The data of ${whose} may have ${most} bytes as JSON.`);
  }
}

export function checkCapacity({ limits }: Settings, capacity: number | undefined): void {
  if (capacity !== undefined && capacity > limits.maxCapacity) {
    throw new RtError("bad_request", `In this namespace a room may have ${limits.maxCapacity} seats.`);
  }
}

export function checkChatText({ limits }: Settings, data: unknown): void {
  const text = (data as { text?: unknown } | null)?.text;
  if (typeof text !== "string" || text === "") {
    throw new RtError("bad_request", 'A chat message carries its text: {"data":{"text":"…"}}.');
  }
  if (utf8Bytes(text) > limits.textBytes) {
    throw new RtError("payload_too_large", `A chat message may have ${limits.textBytes} bytes.`);
  }
}

export function checkNotice({ limits }: Settings, text: string): void {
  if (utf8Bytes(text) > limits.textBytes) {
    throw new RtError("payload_too_large", `A notice may have ${limits.textBytes} bytes.`);
  }
}

export function checkSignal(kind: SignalKind, bytes: number): void {
  const most = kind === "candidate" || kind === "end" ? limits.candidateBytes : limits.descriptionBytes;
  if (bytes > most)
    throw new RtError("payload_too_large", `The data of "${kind}" may have ${most} bytes as JSON.`);
}
