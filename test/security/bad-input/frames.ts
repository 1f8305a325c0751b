// Raw frames (RFC 6455): what breaks the framing, the encoding or a limit, and the close code that says so.
import { limits } from "../../../src/protocol/limits.ts";
import { type FrameRow, type Reaction, ROW_ID } from "./row.ts";
import { type FrameParts, frame, text } from "./wire.ts";

const [CONTINUATION, TEXT, BINARY, CLOSE, PING, PONG] = [0, 1, 2, 8, 9, 10];
const CONTROLS = { close: CLOSE, ping: PING, pong: PONG };
const ping = JSON.stringify({ type: "ping", id: ROW_ID });

const row = (title: string, reaction: Reaction, ...pieces: (FrameParts | Buffer)[]): FrameRow => ({
  title,
  reaction,
  pieces: pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : frame(piece))),
});

const PROTOCOL: Reaction = { close: 1002 };
const NO_UTF8: Reaction = { close: 1007 };
const TOO_MANY: Reaction = { close: 1008 };
const TOO_LARGE: Reaction = { close: 1009 };

const reserved = [3, 4, 5, 6, 7, 11, 12, 13, 14, 15].flatMap((opcode) => [
  row(`[T1] reserved opcode ${opcode}`, PROTOCOL, { opcode }),
  row(`[T1] reserved opcode ${opcode}, a fragment`, PROTOCOL, { opcode, fin: false, payload: "x" }),
]);

const reservedBits = [1, 2, 3, 4, 5, 6, 7].flatMap((rsv) => [
  row(`[T1] [T5] reserved bits ${rsv} in a text`, PROTOCOL, { opcode: TEXT, rsv, payload: ping }),
  row(`[T1] reserved bits ${rsv} in a ping`, PROTOCOL, { opcode: PING, rsv }),
]);

const unmasked = { text: TEXT, binary: BINARY, ...CONTROLS };
const masks = Object.entries(unmasked).map(([name, opcode]) =>
  row(`[T1] unmasked ${name}`, PROTOCOL, {
    opcode,
    masked: false,
    payload: opcode === CLOSE ? "\x03\xe8" : "hi",
  }),
);

const controls = Object.entries(CONTROLS).flatMap(([name, opcode]) => [
  row(`[T1] ${name} of 126 bytes`, PROTOCOL, { opcode, payload: Buffer.alloc(126, 3) }),
  row(`[T1] ${name} with a length of 64 bits`, PROTOCOL, { opcode, form: 64, payload: Buffer.alloc(126, 3) }),
  row(`[T1] ${name} that says 65535 bytes`, PROTOCOL, { opcode, form: 16, declared: 65_535n }),
  row(`[T1] ${name} in fragments`, PROTOCOL, { opcode, fin: false }),
]);

// --- closes ---

const closeWith = (code: number, reason: Buffer | string = ""): FrameParts => {
  const head = Buffer.alloc(2);
  head.writeUInt16BE(code);
  return { opcode: CLOSE, payload: Buffer.concat([head, Buffer.from(reason)]) };
};

const NO_CODES = [0, 1, 500, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000, 9999, 65_535];
const CODES = [1000, 1001, 1011, 3000, 4000, 4999];
const closes = [
  ...NO_CODES.map((code) => row(`[T1] close with ${code}`, PROTOCOL, closeWith(code))),
  ...CODES.map((code) => row(`close with ${code} is answered`, { close: code }, closeWith(code, "bye"))),
  row("close without a code is answered", { close: 1005 }, { opcode: CLOSE }),
  row("[T1] close with half a code", PROTOCOL, { opcode: CLOSE, payload: "\x03" }),
  row("[T1] close with a reason of 124 bytes", PROTOCOL, closeWith(1000, "x".repeat(124))),
  row("[T2] close with a reason that is no UTF-8", NO_UTF8, closeWith(1000, Buffer.from([0xff]))),
  row("[T2] close with half a letter", NO_UTF8, closeWith(1000, Buffer.from([0xe2, 0x82]))),
  row(
    "frames behind a close are not read",
    { close: 1000 },
    Buffer.concat([frame(closeWith(1000)), text("{")]),
  ),
];

// --- encoding ---

const NO_TEXTS: Record<string, number[]> = {
  "a lone continuation": [0x80],
  "the last continuation": [0xbf],
  "an overlong NUL": [0xc0, 0x80],
  "an overlong letter": [0xc1, 0xbf],
  "half of two bytes": [0xc3],
  "a letter in place of the second byte": [0xc3, 0x28],
  "three bytes where one does": [0xe0, 0x80, 0x80],
  "three bytes where two do": [0xe0, 0x9f, 0xbf],
  "two of three bytes": [0xe2, 0x82],
  "a high surrogate": [0xed, 0xa0, 0x80],
  "a low surrogate": [0xed, 0xbf, 0xbf],
  "a pair of surrogates": [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80],
  "four bytes where one does": [0xf0, 0x80, 0x80, 0x80],
  "three of four bytes": [0xf0, 0x9f, 0x98],
  "a character past the last": [0xf4, 0x90, 0x80, 0x80],
  "a head of five bytes": [0xf8, 0x88, 0x80, 0x80, 0x80],
  "a head of six bytes": [0xfc, 0x84, 0x80, 0x80, 0x80, 0x80],
  "the byte FE": [0xfe],
  "the byte FF": [0xff],
  "Latin 1": [0x7b, 0x22, 0xe9, 0x22, 0x7d],
};
const encodings = [
  ...Object.entries(NO_TEXTS).map(([name, bytes]) =>
    row(`[T2] a text with ${name}`, NO_UTF8, { opcode: TEXT, payload: Buffer.from(bytes) }),
  ),
  row(
    "[T2] half a letter at the end of the last fragment",
    NO_UTF8,
    { opcode: TEXT, fin: false, payload: '{"type":"' },
    { opcode: CONTINUATION, payload: Buffer.from([0xe2, 0x82]) },
  ),
  row("[T2] an empty binary frame", { close: 1003 }, { opcode: BINARY }),
  row("[T2] JSON in a binary frame", { close: 1003 }, { opcode: BINARY, payload: ping }),
  row("[T2] 64 KiB of binary", { close: 1003 }, { opcode: BINARY, payload: Buffer.alloc(limits.frameBytes) }),
  row(
    "[T2] binary in fragments",
    { close: 1003 },
    { opcode: BINARY, fin: false, payload: "a" },
    { opcode: CONTINUATION, payload: "b" },
  ),
];

// --- order ---

const begun: FrameParts = { opcode: TEXT, fin: false, payload: "{" };
const orders = [
  row("[T1] a continuation of nothing", PROTOCOL, { opcode: CONTINUATION, payload: "x" }),
  row("[T1] a fragment of nothing", PROTOCOL, { opcode: CONTINUATION, fin: false }),
  row("[T1] a text within another", PROTOCOL, begun, { opcode: TEXT, payload: ping }),
  row("[T1] a binary within a text", PROTOCOL, begun, { opcode: BINARY }),
  row("[T1] an HTTP request in place of a frame", PROTOCOL, Buffer.from("GET / HTTP/1.1\r\n\r\n")),
  row("[T1] a TLS greeting in place of a frame", PROTOCOL, Buffer.from("16030100a5010000a10303", "hex")),
  row("[T1] zeros", PROTOCOL, Buffer.alloc(64)),
  row("[T1] ones", PROTOCOL, Buffer.alloc(64, 0xff)),
  row(
    "a ping within a text is answered between",
    "ok",
    { ...begun, payload: ping.slice(0, 5) },
    { opcode: PING },
    {
      opcode: CONTINUATION,
      payload: ping.slice(5),
    },
  ),
];

// --- sizes ---

const LENGTHS = [
  65_537n,
  70_000n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n - 1n,
  2n ** 53n,
  2n ** 62n,
];
const FAR = [2n ** 63n - 1n, 2n ** 63n, 2n ** 64n - 1n];
const sizes = [
  ...[...LENGTHS, ...FAR].map((declared) =>
    row(`[T3] a text that says ${declared} bytes`, TOO_LARGE, { opcode: TEXT, form: 64, declared }),
  ),
  ...[65_537n, 2n ** 63n - 1n].map((declared) =>
    row(`[T3] a binary that says ${declared} bytes`, TOO_LARGE, { opcode: BINARY, form: 64, declared }),
  ),
  row("[T3] a text of 65537 bytes", TOO_LARGE, { opcode: TEXT, payload: ping.padEnd(limits.frameBytes + 1) }),
  row("a text of 65536 bytes", "ok", { opcode: TEXT, payload: ping.padEnd(limits.frameBytes) }),
  row(
    "[T3] two fragments of 32769 bytes",
    TOO_LARGE,
    { opcode: TEXT, fin: false, payload: ping.padEnd(32_769) },
    { opcode: CONTINUATION, payload: " ".repeat(32_769) },
  ),
  row(
    "[T3] a second fragment that says 2^63 - 1 bytes",
    TOO_LARGE,
    { ...begun },
    { opcode: CONTINUATION, form: 64, declared: 2n ** 63n - 1n },
  ),
  row("a length in more bits than it needs", "ok", { opcode: TEXT, form: 16, payload: ping }),
  row("a length in 64 bits that needs 7", "ok", { opcode: TEXT, form: 64, payload: ping }),
];

// --- floods ---

/** All in one piece, so that the server reads them in one turn. */
const many = (count: number, parts: FrameParts): Buffer =>
  Buffer.concat(Array.from({ length: count }, () => frame(parts)));
const fragment: FrameParts = { opcode: CONTINUATION, fin: false, payload: " " };
const first: FrameParts = { opcode: TEXT, fin: false, payload: ping };
const rest = (count: number, payload: string): Buffer => many(count, { ...fragment, payload });

const floods = [
  row("a message in 64 fragments", "ok", first, rest(62, " "), { ...fragment, fin: true }),
  row("[T4] a message in 65 fragments", TOO_MANY, first, rest(63, " "), { ...fragment, fin: true }),
  row("[T4] 1000 fragments of a byte", TOO_MANY, first, rest(1_000, " ")),
  row("[T4] 65 empty fragments", TOO_MANY, { ...first, payload: "" }, rest(64, "")),
  row("[T4] 1000 empty fragments", TOO_MANY, { ...first, payload: "" }, rest(1_000, "")),
  row("16 pings at once", "ok", many(limits.pongs, { opcode: PING }), text(ping)),
  row("[T4] 17 pings at once", "cut", many(limits.pongs + 1, { opcode: PING })),
  row("[T4] 10000 pings at once", "cut", many(10_000, { opcode: PING, payload: "x".repeat(125) })),
  row("1000 pongs that nobody asked for", "ok", many(1_000, { opcode: PONG, payload: "x" }), text(ping)),
];

/** Only where client and server take turns in one loop: else the system puts pieces together before they are read. */
const drips: FrameRow[] = [
  row(
    "[T4] a frame in pieces of a byte",
    TOO_MANY,
    ...Array.from({ length: 8_000 }, (_, i) =>
      i === 0 ? frame({ opcode: TEXT, form: 16, declared: 65_535n }) : Buffer.from(" "),
    ),
  ),
];

/** `takingTurns`: the server is in this very process. */
export const framesFor = (takingTurns: boolean): FrameRow[] => [
  ...(takingTurns ? drips : []),
  ...reserved,
  ...reservedBits,
  ...masks,
  ...controls,
  ...closes,
  ...encodings,
  ...orders,
  ...sizes,
  ...floods,
];
