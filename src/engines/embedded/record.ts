// A stored publication as bytes: a schema byte, a checksum over the record and its place, a short head, the body.
import { crc32 } from "node:zlib";
import { isTopic, type Stream } from "../../core/engine.ts";
import type { MessageBody } from "../../protocol/codec.ts";
import { type HistoryRecord, StoreError } from "./store.ts";

const SCHEMA = 1;
/** schema u8, crc u32, time f64, and the lengths of epoch, tag and key, u8 each. */
const HEAD = 1 + 4 + 8 + 3;
const CHECKED_FROM = 5;

/** The place is part of what is checked, so that a record that turns up elsewhere is noticed. */
const checksum = (stream: Stream, offset: number, bytes: Uint8Array): number =>
  crc32(bytes.subarray(CHECKED_FROM), crc32(`${stream}#${offset}`));

export function encodeRecord(stream: Stream, { position, time, key = "", body }: HistoryRecord): Buffer {
  const texts = [position.epoch, position.tag, key, body];
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const bytes = Buffer.allocUnsafe(lengths.reduce((sum, length) => sum + length, HEAD));
  bytes.writeUInt8(SCHEMA, 0);
  bytes.writeDoubleBE(time, 5);
  let at = HEAD;
  texts.forEach((text, i) => {
    if (i < 3) bytes.writeUInt8(lengths[i]!, 13 + i);
    at += bytes.write(text, at);
  });
  bytes.writeUInt32BE(checksum(stream, position.offset, bytes), 1);
  return bytes;
}

/** Throws where the bytes are not what was written: a wrong message is worse than a refused one. */
export function decodeRecord(stream: Stream, offset: number, bytes: Buffer): HistoryRecord {
  const place = isTopic(stream)
    ? `Value ${offset} of topic ${stream.slice(1)}`
    : `Message ${offset} of room ${stream}`;
  if (bytes.length > 0 && bytes[0] !== SCHEMA) {
    throw new StoreError(
      "newer",
      `${place} has format ${bytes[0]}, which this version of rtrooms does not know: update rtrooms, or start with another --data-dir.`,
    );
  }
  if (bytes.length < HEAD || bytes.readUInt32BE(1) !== checksum(stream, offset, bytes)) {
    throw new StoreError(
      "damaged",
      `${place} is damaged on disk: its checksum does not match. Restore the data folder from a backup, or start with another --data-dir.`,
    );
  }
  let at = HEAD;
  const text = (length: number): string => {
    at += length;
    return bytes.toString("utf8", at - length, at);
  };
  const [epoch, tag, key] = [text(bytes[13]!), text(bytes[14]!), text(bytes[15]!)];
  return {
    position: { epoch, offset, tag },
    time: bytes.readDoubleBE(5),
    ...(key && { key }),
    body: text(bytes.length - at) as MessageBody,
  };
}
