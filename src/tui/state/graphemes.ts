// What a reader sees as one character, also in texts that are long: of those the segmenter takes quadratic time.

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** Code units that the segmenter is given at once. */
const PIECE = 256;
const HALF = /[\ud800-\udbff]$/;

const segments = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

export function segmented(text: string): string[] {
  const signs: string[] = [];
  let from = 0;
  for (let piece = PIECE; from + piece < text.length; ) {
    // The last one may go on behind the piece: it is looked at again from its start.
    const whole = segments(text.slice(from, from + piece).replace(HALF, "")).slice(0, -1);
    // One that is longer than the piece.
    piece = whole.length === 0 ? piece * 2 : PIECE;
    for (const sign of whole) {
      signs.push(sign);
      from += sign.length;
    }
  }
  for (const sign of segments(text.slice(from))) signs.push(sign);
  return signs;
}
