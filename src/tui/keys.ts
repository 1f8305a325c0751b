// Terminal input decoded into keys: the bytes that terminals send, without Ink's losses (Backspace, pastes, chunks).
import { graphemes } from "./state/text.ts";

export interface Key {
  /** A printed character, or a name such as `enter`, `ctrl-c`, `alt-enter`, `pageup`, `paste`. */
  name: string;
  /** What it types; empty for keys that type nothing. */
  text: string;
}

const PASTE_START = "\u001b[200~";
const PASTE_END = "\u001b[201~";

const letters: Record<string, string> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  H: "home",
  F: "end",
  Z: "shift-tab",
};
const numbers: Record<string, string> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "pageup",
  6: "pagedown",
  7: "home",
  8: "end",
};
const codes: Record<string, string> = { 9: "tab", 13: "enter", 27: "escape", 127: "backspace" };
const controls: Record<string, string> = {
  "\r": "enter",
  "\n": "ctrl-j",
  "\t": "tab",
  "\u007f": "backspace",
  "\b": "backspace",
  "\u001b": "escape",
  "\u001f": "ctrl-_",
};

const CSI = /^\u001b\[([<=>?]?)([\d;:]*)([ -/]*)([@-~])/;
const SS3 = /^\u001bO([A-Za-z])/;
/** What terminals answer at length (colours, clipboards, names): to the end of the string, or to where another sequence begins. */
const ANSWER = /^\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\|(?=\u001b[^\\]))/;
/** The old form of a mouse report has its places behind it. */
const MOUSE = /^\u001b\[M[\s\S]{3}/;
/** The start of a sequence whose end has not come yet. */
const PARTIAL = /^\u001b(?:\[[<=>?]?[\d;:]*[ -/]*|\[M[\s\S]{0,2}|O|[\]PX^_][^\u0007\u001b]*\u001b?)?$/;
const PRINTED = /^[^\u0000-\u001f\u007f-\u009f]+/;

/** Decodes what is complete; `rest` is the start of something that the next chunk will finish. */
export function decodeKeys(input: string): { keys: Key[]; rest: string } {
  const keys: Key[] = [];
  let rest = input;
  while (rest !== "") {
    if (rest.startsWith(PASTE_START)) {
      const end = rest.indexOf(PASTE_END);
      if (end < 0) break;
      keys.push({ name: "paste", text: rest.slice(PASTE_START.length, end) });
      rest = rest.slice(end + PASTE_END.length);
    } else if (PARTIAL.test(rest)) {
      break;
    } else {
      const [name, length] = nextKey(rest);
      const part = rest.slice(0, length);
      rest = rest.slice(length);
      if (name === null) for (const text of graphemes(part)) keys.push({ name: text, text });
      else if (name !== "") keys.push({ name, text: "" });
    }
  }
  return { keys, rest };
}

/** What an unfinished start means after all when nothing follows it: a lone Escape, or a paste whose end was lost. */
export function flushKeys(rest: string): Key[] {
  if (rest.startsWith(PASTE_START)) return [{ name: "paste", text: rest.slice(PASTE_START.length) }];
  if (rest === "\u001b") return [{ name: "escape", text: "" }];
  // Alt with a bracket or an O; nothing is bound to them.
  return [];
}

/** Name and length of the first key; null as the name of printed text, empty for what is no key (mouse, focus, replies). */
function nextKey(input: string): [string | null, number] {
  const printed = PRINTED.exec(input);
  if (printed) return [null, printed[0].length];
  const answer = ANSWER.exec(input) ?? MOUSE.exec(input);
  if (answer) return ["", answer[0].length];
  const csi = CSI.exec(input);
  if (csi) return [csi[1] || csi[3] ? "" : csiName(csi[2]!, csi[4]!), csi[0].length];
  const ss3 = SS3.exec(input);
  if (ss3) return [letters[ss3[1]!] ?? "", ss3[0].length];
  if (input[0] === "\u001b" && input.length > 1) {
    const [name, length] = nextKey(input.slice(1));
    const first = graphemes(input.slice(1, 1 + length))[0]!;
    return name === null ? [`alt-${first}`, 1 + first.length] : [name && `alt-${name}`, 1 + length];
  }
  return [controlName(input[0]!), 1];
}

function controlName(character: string): string {
  const code = character.charCodeAt(0);
  const letter = code >= 1 && code <= 26 ? `ctrl-${String.fromCharCode(code + 96)}` : "";
  return controls[character] ?? letter;
}

function csiName(parameters: string, final: string): string {
  const [first = "", second = "", third = ""] = parameters.split(";");
  if (final === "u") return modified(codes[first] ?? printable(first), second);
  // xterm's modifyOtherKeys: 27 ; modifiers ; code ~
  if (final === "~" && first === "27") return modified(codes[third] ?? printable(third), second);
  return modified((final === "~" ? numbers[first] : letters[final]) ?? "", second);
}

const LAST = 0x10ffff;
const printable = (code: string): string =>
  Number(code) > 32 && Number(code) <= LAST ? String.fromCodePoint(Number(code)) : "";

/** Modifiers come as 1 + shift 1 + alt 2 + ctrl 4. */
function modified(name: string, modifiers: string): string {
  const bits = Math.max(0, Number(modifiers || 1) - 1);
  if (name === "" || bits === 0) return name;
  return `${bits & 4 ? "ctrl-" : ""}${bits & 2 ? "alt-" : ""}${bits & 1 ? "shift-" : ""}${name}`;
}
