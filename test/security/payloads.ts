// Texts that somebody might send to move a cursor, take over a terminal, reorder a line or hide what they say.

export interface Payload {
  what: string;
  text: string;
}

const ESC = "\u001b";
const BEL = "\u0007";
const ST = `${ESC}\\`;

const range = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, at) => first + at);
const sign = (code: number): string => String.fromCodePoint(code);
const hex = (code: number): string => code.toString(16);
const all = (what: string, texts: readonly string[]): Payload[] => texts.map((text) => ({ what, text }));
const each = (
  what: string,
  codes: readonly number[],
  around = (text: string): string => `a${text}b`,
): Payload[] => codes.map((code) => ({ what: `${what} ${hex(code)}`, text: around(sign(code)) }));

/** Parameters that no sequence of this program has, so that one that comes through is seen. */
const CSI_PARAMETERS = "77;77;7";
const OSC = [0, 1, 2, 4, 7, 8, 9, 10, 11, 12, 22, 52, 104, 110, 133, 633, 777, 1337];
const BIDI = [0x61c, 0x200e, 0x200f, ...range(0x202a, 0x202e), ...range(0x2066, 0x2069)];
const HIDDEN = [
  ...[
    0xad, 0x34f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180e, 0x200b, 0x200c, 0x200d, 0x2060, 0x2061, 0x2062,
    0x2063,
  ],
  ...[
    0x2064,
    ...range(0x206a, 0x206f),
    0x3164,
    0xfeff,
    0xffa0,
    0xfff9,
    0xfffa,
    0xfffb,
    0xfe00,
    0xfe0e,
    0xfe0f,
  ],
  ...[0x1d173, 0x1d17a, 0xe0001, 0xe0020, 0xe0041, 0xe007f, 0xe0100, 0xe01ef],
];

export const payloads: readonly Payload[] = [
  ...each("C0", range(0, 0x1f)),
  ...each("DEL", [0x7f]),
  ...each("C1", range(0x80, 0x9f)),
  ...range(0x40, 0x7e).map((code) => ({
    what: `CSI ${sign(code)}`,
    text: `${ESC}[${CSI_PARAMETERS}${sign(code)}`,
  })),
  ...range(0x40, 0x7e).map((code) => ({
    what: `8-bit CSI ${sign(code)}`,
    text: `\u009b${CSI_PARAMETERS}${sign(code)}`,
  })),
  ...range(0x30, 0x7e).map((code) => ({ what: `ESC ${sign(code)}`, text: `a${ESC}${sign(code)}b` })),
  ...OSC.flatMap((number) =>
    [`${ESC}]`, "\u009d"].flatMap((start) =>
      [BEL, ST, "\u009c", ""].map((end) => ({
        what: `OSC ${number}`,
        text: `${start}${number};c;QUFBQQ==${end}`,
      })),
    ),
  ),
  ...["P", "_", "^", "X"].flatMap((letter) =>
    all(`string ${letter}`, [
      `${ESC}${letter}Gq1;data${ST}`,
      `${sign(letter.charCodeAt(0) + 0x40)}data\u009c`,
    ]),
  ),
  ...all("kitty graphics", [`${ESC}_Gf=24,s=10,v=20;AAAA${ST}`]),
  ...all("sixel", [`${ESC}Pq#0;2;0;0;0#0~~@@vv${ST}`]),
  ...all("a link", [`${ESC}]8;;http://x.test${BEL}click${ESC}]8;;${BEL}`]),
  ...all(
    "a query",
    ["[c", "[>c", "[6n", "[5n", "[?6n", "[18t", "[21t", "[?2026$p", "[?u", "Z", "]11;?\u0007"].map(
      (q) => ESC + q,
    ),
  ),
  ...all(
    "a mode",
    ["[?1000h", "[?1003;1006h", "[?1049l", "[?2004l", "[?25l", "[4h", "[20h", "[?5h", "c", "[!p"].map(
      (m) => ESC + m,
    ),
  ),
  ...all("a paste's end", [`${ESC}[201~rm -rf /`, `${ESC}[200~x`, `\u009b201~x`]),
  ...all("an overwritten line", [
    "paid\rfree",
    "a\b\b\bx",
    "x\r\n\ry",
    "x\u0085y",
    "x\u2028y",
    "x\u2029y",
    "a\u000bb\u000cc",
    "\r\r\r",
  ]),
  ...each("bidi", BIDI),
  ...all("bidi", [
    "user\u202e gpj.exe",
    "\u2066\u2066\u2066x",
    "x\u2069\u2069y",
    "\u2067שלום\u2069 \u202d123",
    "\u2068open",
  ]),
  ...each("hidden", HIDDEN),
  ...all("marks", [
    `e${"\u0301".repeat(1_000)}`,
    "\u0301".repeat(1_000),
    `x${"\u20dd\u0489".repeat(100)}`,
    "\u0e01\u0e49\u0e49\u0e49\u0e49\u0e49\u0e49",
  ]),
  ...all("halves", ["\ud800", "\udc00", "a\udbff", "\udfff\ud800", `${"\ud83d".repeat(20)}`]),
  ...all("wide", ["日本語テスト", "ｆｕｌｌ", "한국어", "\u1112\u1161\u11ab", "㍿㋿", "ﷺﷺﷺ"]),
  ...all("emoji", [
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "🇨🇿🇨",
    "1️⃣",
    "👍🏽",
    "👍🏽🏽🏽🏽",
    "❤️",
    "👩‍".repeat(50),
    "☠︎",
    "🫠",
    "🧑🏻‍❤️‍💋‍🧑🏼",
  ]),
  ...all("right to left", ["שלום עולם", "مرحبا 123 بك", "می‌خواهم", "ada שלום: 5", "שָׁלוֹם"]),
  ...all("other scripts", ["नमस्ते क्‍ष", "ไทยกำลัง", "বাংলা র‍্য", "ක්‍ය", "မြန်မာ", "葛󠄀城", "ᠮᠣᠩᠭᠣᠯ"]),
  ...all("markup", [
    "<b>x</b>",
    "<script>alert(1)</script>",
    "&lt;",
    "{color}",
    "%1b[31m",
    "\\u001b[31m",
    "\\x1b[2J",
    "`id`",
    "$(id)",
  ]),
  ...all("length", [
    "x".repeat(4_000),
    "日".repeat(1_000),
    "a ".repeat(1_500),
    `${ESC}[`.repeat(500),
    "\t".repeat(50),
    " ".repeat(200),
  ]),
  ...all("log", ['{"level":60}', 'x\n{"level":30,"msg":"ok"}', "x\r\nERROR y", "\u0000".repeat(20)]),
];

export const marked = (text: string, at: number): string => `<${at}:${text}:${at}>`;

/** Every text within marks that say which one it is. */
export const markedPayloads: readonly string[] = payloads.map(({ text }, at) => marked(text, at));

/** What must never be in what a terminal gets, whoever wrote it. Written apart from what makes text inert. */
const FOREIGN =
  /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2067\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\r(?!\n)|(?<!\r)\n|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\p{M}{5}|(?<![\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}\ufe0f\u0900-\u0dff])\u200d|(?<![\u0600-\u06ff\u0900-\u0dff])\u200c/u;
/** What the screens say to a terminal. */
const OURS = new RegExp(
  [
    String.raw`\u001b\[\?(?:1049|2004|7|2026|25)[hl]`,
    // The background is asked for once, where a screen begins.
    String.raw`(?<=\u001b\[\?7l)\u001b\]11;\?\u001b\\`,
    String.raw`\u001b\[\d+;\d+r\u001b\[\d+H(?:(?:\r?\n)+|(?:\u001bM)+)\u001b\[r`,
    // The way out.
    String.raw`\u001b\[r(?=\u001b\[\?1049l)`,
    String.raw`\u001b\[(?:2J|2?K)`,
    String.raw`\u001b\[\d+(?:;\d+)?H(?!;)`,
    String.raw`\u001b\[\d+G`,
    String.raw`\u001b\[(?:(?:0|1|2|7|22|27|38;5;\d+|3\d|9[0-7])(?:;(?=\d)|(?=m)))*m`,
  ].join("|"),
  "g",
);

/** The first thing in a terminal's input that is not ours, with what stands around it; null if there is none. */
export function foreignIn(output: string): string | null {
  const theirs = output.replace(OURS, "");
  const found = FOREIGN.exec(theirs);
  return found && JSON.stringify(theirs.slice(Math.max(0, found.index - 40), found.index + 40));
}

/** Which texts are there from mark to mark, on one line. */
export function shownIn(output: string): Set<number> {
  const found = [...output.matchAll(/<(\d+):[^\r\n]*?:\1>/g)].map(([, at]) => Number(at));
  return new Set(found);
}

/** Isolates open and close by turns within each line. */
export const isolatesPaired = (output: string): boolean =>
  output
    .split(/\r\n|\u001b\[\d+(?:;1)?H/)
    .every((line) => /^(?:\u2068\u2069)*$/.test(line.replace(/[^\u2068\u2069]/g, "")));
