// Text from other people made inert: the one way it may reach a terminal, a log line or a page.

/** One picture: its base with a variation selector or a skin tone. */
const PICTURE = String.raw`\p{Extended_Pictographic}[\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}]?`;
/** What ends a consonant in the scripts of India, Sri Lanka, Myanmar and Cambodia. */
const VIRAMA = String.raw`[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d4d\u0dca\u1039\u17d2]`;
const INDIC = String.raw`[\u0900-\u0dff]`;

/**
 * What is made with invisible characters and read as one sign: these stay whole. Joiners between letters as in RFC 5892,
 * A.1 and A.2, without which Persian and Hindi are misspelt.
 */
const SIGNS = [
  // England, Scotland and Wales are the only flags made of tag characters.
  String.raw`\u{1f3f4}\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`,
  // No family or couple has more than four parts.
  `${PICTURE}(?:\\u200d${PICTURE}){0,3}`,
  String.raw`[0-9#*]\ufe0f\u20e3`,
  String.raw`\p{Script=Han}[\ufe00-\ufe02\u{e0100}-\u{e01ef}]`,
  // What is looked back for comes last: at most places the joiner itself is not there.
  String.raw`\u200c(?<=\p{Script=Arabic}\p{M}{0,4}\u200c)(?=\p{Script=Arabic})`,
  `[\\u200c\\u200d](?<=[${INDIC.slice(1, -1)}\\u1000-\\u109f\\u1780-\\u17ff]${VIRAMA}[\\u200c\\u200d])`,
  `\\u200d(?<=${INDIC}\\u200d)(?=${VIRAMA})`,
].join("|");

/**
 * Controls, format characters (bidi, zero width, tags, joiners, soft hyphen), separators of lines and paragraphs, halves of
 * surrogate pairs and everything that draws nothing; and a skin tone on a skin tone. Signs that stand before Arabic numbers
 * are format characters too, but are seen.
 */
const UNSAFE = String.raw`(?![\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]|[\u{1f3fb}-\u{1f3ff}](?<=[\u{1f3fb}-\u{1f3ff}]{2})`;
/** In runs: a text of nothing else is what somebody sends who wants to be slow. No sign begins behind what is unsafe. */
const FOUND = new RegExp(`(${SIGNS})|(?:${UNSAFE})+`, "gu");

const MARK_FLOOD = /(\p{M}{4})\p{M}+/gu;
/** A mark with no letter before it would sit on what we have written there. */
const LOOSE_MARK = /^\p{M}/u;
const PLAIN = /^[\u0020-\u007e]*$/;

function visible(run: string): string {
  let text = "";
  for (const character of run) text += `\\u{${character.codePointAt(0)!.toString(16)}}`;
  return text;
}

/**
 * The text with everything that could move a cursor, change a colour, reorder a line or hide itself turned into a visible
 * `\u{…}`; the result is one line without control characters. Emoji families and flags stay whole, and so do words that are
 * spelt with joiners; a letter keeps at most four combining marks.
 */
export function safeText(text: string): string {
  if (PLAIN.test(text)) return text;
  const inert = text
    .replace(FOUND, (found, sign: string | undefined) => sign ?? visible(found))
    .replace(MARK_FLOOD, "$1");
  return LOOSE_MARK.test(inert) ? `\u25cc${inert}` : inert;
}

/** The text without everything that {@link safeText} shows as `\u{…}`: for names, which are chosen and not quoted. */
export const withoutUnsafe = (text: string): string =>
  text
    .replace(FOUND, (_, sign: string | undefined) => sign ?? "")
    .replace(MARK_FLOOD, "$1")
    .replace(/^[\s\p{M}]+/u, "");

/** Like {@link safeText}, but line breaks and tabs survive as such: for texts that are shown over several lines. */
export const safeLines = (text: string): string[] =>
  text.replaceAll("\r\n", "\n").replaceAll("\t", "    ").split("\n").map(safeText);

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/** Inert text as a part of a line: what is written from right to left moves nothing outside itself. */
export const isolated = (safe: string): string =>
  RIGHT_TO_LEFT.test(safe) ? `${FIRST_STRONG_ISOLATE}${safe}${POP_ISOLATE}` : safe;
