// Text from other people made inert: the one way it may reach a terminal, a log line or a page.

/*
 * C0 and DEL, C1, line and paragraph separators, bidi marks, embeddings, overrides and isolates, zero-width characters,
 * soft hyphen and friends that draw nothing, interlinear and tag characters, lone surrogates.
 * ZWJ and VS16 are looked at apart, since emoji are made with them.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;
const LOOSE_JOINER =
  /(?<!\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;
/** England, Scotland and Wales are the only flags made of tag characters. */
const TAG_FLAG = /\u{1f3f4}[\u{e0061}-\u{e007a}]{4,6}\u{e007f}/gu;
const TAGS = /[\u{e0000}-\u{e007f}]/u;
const MARK_FLOOD = /(\p{M}{4})\p{M}+/gu;
const PLAIN = /^[\u0020-\u007e]*$/;

const visible = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;

/**
 * The text with everything that could move a cursor, change a colour, reorder a line or hide itself turned into a visible
 * `\u{…}`; the result is one line without control characters. Emoji families and flags stay whole; a letter keeps at most
 * four combining marks.
 */
export function safeText(text: string): string {
  if (PLAIN.test(text)) return text;
  const inert = (part: string): string =>
    part.replace(UNSAFE, visible).replace(LOOSE_JOINER, visible).replace(MARK_FLOOD, "$1");
  if (!TAGS.test(text)) return inert(text);
  let result = "";
  let end = 0;
  for (const flag of text.matchAll(TAG_FLAG)) {
    result += inert(text.slice(end, flag.index)) + flag[0];
    end = flag.index + flag[0].length;
  }
  return result + inert(text.slice(end));
}

/** Like {@link safeText}, but line breaks and tabs survive as such: for texts that are shown over several lines. */
export const safeLines = (text: string): string[] =>
  text.replace(/\r\n?/g, "\n").replaceAll("\t", "    ").split("\n").map(safeText);
