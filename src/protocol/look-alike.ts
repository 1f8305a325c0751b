// Names that a reader would take for one another, and for words that only a server says: each then shows whose it is.
import { safeText } from "./safe-text.ts";

/**
 * What looks like a letter of ASCII, from the confusables that Unicode lists for UTS 39: those of the scripts in which
 * whole words can be written that look Latin. Capitals of Greek stand apart, since their small letters look like others.
 */
const LOOKS: Record<string, string> = {
  a: "аɑαΑᴀꓮᎪա",
  b: "вьƅɓʙβΒßꓐᏴ",
  c: "сϲᴄҫꓚᏟ",
  d: "ԁɗđðᴅꓓᎠ",
  e: "еєɛεΕᴇꓰᎬ",
  f: "ғƒꜰꓝք",
  g: "ɡɢցꓖᏀ",
  h: "нһɦħΗʜհꓧᎻ",
  j: "јϳᴊյꓙᎫ",
  k: "кқҡκΚᴋꓗᏦ",
  l: "1i|!ǀıɩɪιΙіӏłʟꓡꓲᏞᎥוןاا١۱ǃ",
  n: "пηΝɴոꓠ",
  o: "0оοσΟøɵөᴏօסه٥۵ꓳ०০૦௦౦೦൦๐໐၀",
  p: "рρΡþƿᴘꓑᏢ",
  q: "ԛզ",
  r: "гʀꓣᎡ",
  s: "ѕꜱꓢᏚՏ",
  t: "тτΤŧᴛꓔᎢ",
  u: "υʋսᴜꓴՍ",
  v: "νѵᴠꓦᏙ",
  x: "хχΧꓫ",
  y: "уүγΥƴʏꓬ",
  z: "ΖᴢꓜᏃ",
  rn: "mмΜᴍꓟᎷ",
  vv: "wԝѡωшɯᴡꓪᎳ",
  ae: "æӕ",
  oe: "œ",
  bl: "ы",
  lo: "ю",
};

/** What stands for a letter in words that are written to slip past a filter. */
const LEET: Record<string, string> = { 3: "e", 4: "a", 5: "s", 7: "t", 8: "b", "@": "a", $: "s" };

/** Who may be taken for the server, its people or the reader: nobody has these names alone. */
const RESERVED = [
  "server system rtrooms service notice root",
  "admin administrator moderator mod operator owner staff support official",
  "host everyone you",
].flatMap((line) => line.split(" "));

const table = new Map(Object.entries(LOOKS).flatMap(([to, all]) => [...all].map((sign) => [sign, to])));
/** Accents, and the points of Hebrew and Arabic: seen by those only who look for them. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]/gu;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const NOT_READ = /[^\p{L}\p{N}\p{Extended_Pictographic}]/gu;
/** Letters as flags and in boxes, which NFKC leaves alone. */
const BOXED = /[\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}\u{1f1e6}-\u{1f1ff}]/gu;

const unboxed = (sign: string): string => {
  const code = sign.codePointAt(0)!;
  const first = [0x1f1e6, 0x1f170, 0x1f150].find((start) => code >= start)!;
  return String.fromCharCode(97 + code - first);
};

const lookOf = (sign: string): string =>
  table.get(sign) ?? table.get(sign.toLowerCase()) ?? sign.toLowerCase();

/** The same for names that a reader would take for one another. It is compared, never shown. */
export function skeleton(name: string): string {
  const plain = name
    .normalize("NFKC")
    .normalize("NFD")
    .replace(ACCENTS, "")
    .replace(INVISIBLE, "")
    .replace(BOXED, unboxed)
    .normalize("NFC");
  return [...plain].map(lookOf).join("").replace(/\s+/gu, " ").trim();
}

const reserved = new Set(RESERVED.map((name) => skeleton(name)));

/** A name that only a server or its people should have, one that looks like it, or one that looks like our own marks. */
export function isReserved(name: string): boolean {
  if (name.includes("~")) return true;
  const bare = skeleton(name)
    .replace(/[34578@$]/g, (sign) => LEET[sign] ?? sign)
    .replace(NOT_READ, "");
  return bare === "" || reserved.has(bare);
}

interface Named {
  peer: string;
  name: string;
}

/** Inert. The suffix says whose name it is where the name alone doesn't; else it is empty. */
export interface ShownName {
  name: string;
  suffix: string;
}

const SHORTEST = 4;
/** Names come again and again: with each message, and with each change of the members. */
const looks = new Map<string, { skeleton: string; reserved: boolean }>();
const MOST_LOOKS = 4_096;

function looksOf(name: string): { skeleton: string; reserved: boolean } {
  const there = looks.get(name);
  if (there) return there;
  if (looks.size >= MOST_LOOKS) looks.clear();
  const made = { skeleton: skeleton(name), reserved: isReserved(name) };
  looks.set(name, made);
  return made;
}

/** So much of the end of each id that they differ. */
function lengthFor(peers: readonly string[]): number {
  const longest = Math.max(...peers.map(({ length }) => length));
  let length = SHORTEST;
  while (length < longest && new Set(peers.map((peer) => peer.slice(-length))).size < peers.length) length++;
  return length;
}

const shown = (name: string, peer: string, length: number): ShownName => ({
  name: safeText(name),
  suffix: length === 0 ? "" : `~${safeText(peer.slice(-length))}`,
});

/** How the names of a room's members are shown, by peer. */
export function shownNames(members: Iterable<Named>): Map<string, ShownName> {
  const alike = new Map<string, Named[]>();
  for (const member of members) {
    const look = looksOf(member.name).skeleton;
    const there = alike.get(look);
    if (there) there.push(member);
    else alike.set(look, [member]);
  }
  const result = new Map<string, ShownName>();
  for (const group of alike.values()) {
    const length =
      group.length > 1 || group.some(({ name }) => looksOf(name).reserved)
        ? lengthFor(group.map(({ peer }) => peer))
        : 0;
    for (const { peer, name } of group) result.set(peer, shown(name, peer, length));
  }
  return result;
}

/** How somebody is shown who is not, or not any more, among the members. The server itself has no peer id. */
export function shownName(
  { peer, name }: { peer: string | null; name: string },
  members: Iterable<Named>,
): ShownName {
  if (peer === null) return shown(name, "", 0);
  const look = looksOf(name);
  const peers = [...members]
    .filter((other) => other.peer !== peer && looksOf(other.name).skeleton === look.skeleton)
    .map((other) => other.peer);
  return shown(name, peer, look.reserved || peers.length > 0 ? lengthFor([peer, ...peers]) : 0);
}
