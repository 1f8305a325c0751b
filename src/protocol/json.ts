// Text from outside on its way to JSON.parse: how deep it is nested is counted before the parser sees it.
import { RtError } from "./errors.ts";
import { limits } from "./limits.ts";

/** Throws nothing but `bad_request`. */
export function parseJson(text: string, otherwise: string): unknown {
  if (isDeeperThan(text, limits.depth)) {
    throw new RtError("bad_request", `The JSON is nested deeper than ${limits.depth} levels.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new RtError("bad_request", otherwise);
  }
}

/** Counts brackets outside strings, since JSON.stringify of a deep value overflows the stack that parsing it did not. */
export function isDeeperThan(text: string, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (inString) {
      if (code === 92) i++;
      else if (code === 34) inString = false;
    } else if (code === 34) inString = true;
    else if (code === 123 || code === 91) {
      if (++depth > most) return true;
    } else if (code === 125 || code === 93) depth--;
  }
  return false;
}
