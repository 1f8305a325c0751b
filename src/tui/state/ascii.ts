// Every sign as ASCII of the same width, for terminals and locales that show nothing else.

const TABLE: readonly (readonly [string, string])[] = [
  ["─━╌┄═‐‑‒–—−", "-"],
  ["│┃┊║·‖", "|"],
  ["┌┐└┘├┤┬┴┼╭╮╰╯╪╬", "+"],
  ["●•◆◇", "*"],
  ["○◌□°", "o"],
  ["★☆", "@"],
  ["✔✓", "+"],
  ["✗✘×", "x"],
  ["▲△↑", "^"],
  ["▼▽↓", "v"],
  ["›→▶▸►»", ">"],
  ["‹←◀◂◄«", "<"],
  ["…", "~"],
  ["⏎↵", "/"],
  ["↻↺", "~"],
  ["■▪", "#"],
  ["‘’‚", "'"],
  ["“”„", '"'],
  ["≤", "<"],
  ["≥", ">"],
  ["µμ", "u"],
  ["ß", "s"],
  ["ø", "o"],
  ["Ø", "O"],
  ["ł", "l"],
  ["Ł", "L"],
  ["đ", "d"],
  ["Đ", "D"],
  ["æ", "a"],
  ["Æ", "A"],
  ["œ", "o"],
  ["Œ", "O"],
  ["ı", "i"],
];

/** The steps of sparklines from low to high, and of the end of a bar from short to long: more ink for more. */
const STEPS = [
  ["▁▂▃▄▅▆▇█", "_.-=+*%#"],
  ["▏▎▍▌▋▊▉", "..:-===="],
] as const;

const plain = new Map<string, string>([
  ...TABLE.flatMap(([signs, ascii]) => [...signs].map((sign) => [sign, ascii] as const)),
  ...STEPS.flatMap(([signs, ascii]) => [...signs].map((sign, at) => [sign, ascii[at]!] as const)),
]);

const PRINTABLE = /^[\u0020-\u007e]+$/;

/** Exactly `columns` of ASCII: the sign's own form, its letter without marks, or question marks. */
export function asciiOf(sign: string, columns: number): string {
  if (PRINTABLE.test(sign)) return sign;
  const known = plain.get(sign);
  if (known !== undefined) return known.padEnd(columns).slice(0, columns);
  const base = sign.normalize("NFKD").replace(/\p{M}/gu, "");
  return PRINTABLE.test(base) ? base.padEnd(columns).slice(0, columns) : "?".repeat(columns);
}

/** Whether the locale says that its texts are no UTF-8; where it says nothing they are. */
export function localeIsAscii({ LC_ALL, LC_CTYPE, LANG }: NodeJS.ProcessEnv): boolean {
  const locale = LC_ALL || LC_CTYPE || LANG || "";
  return locale !== "" && !/utf-?8/i.test(locale);
}
