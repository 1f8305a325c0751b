// Display names as they are accepted: normalised, without what can't be seen, and of limited length.
import { limits } from "./limits.ts";
import { withoutUnsafe } from "./safe-text.ts";

/** Characters without a meaning of their own: private ones, and those of a Unicode that is not out yet. */
const UNKNOWN = /[\p{Co}\p{Cn}]/gu;
const PLAIN = /^[\u0020-\u007e]*$/;
const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const encoder = new TextEncoder();

/**
 * The name in NFKC with single spaces, as RFC 8266 prepares nicknames; null if nothing is left. What can't be seen is taken
 * out instead of being refused. Names need not be unique, so nothing is compared here: see look-alike.ts.
 */
export function cleanName(name: string): string | null {
  const seen = withoutUnsafe(
    name
      .slice(0, 4 * limits.nameLength)
      .normalize("NFKC")
      .replace(/\s+/gu, " ")
      .replace(UNKNOWN, ""),
  );
  return shortened(seen.replace(/ +/g, " ").trim()).trimEnd() || null;
}

/** No character is cut in two. */
function shortened(name: string): string {
  if (PLAIN.test(name)) return name.slice(0, limits.nameLength);
  let result = "";
  let count = 0;
  let bytes = 0;
  for (const { segment } of segmenter.segment(name)) {
    count++;
    bytes += encoder.encode(segment).length;
    if (count > limits.nameLength || bytes > limits.nameBytes) break;
    result += segment;
  }
  return result;
}
