// How a cell looks, as one string, and the shortest way from one look to the next.

/** What is set, in a fixed order, as the parameters that set it: "1;38;5;81". Empty is the terminal's own look. */
export type Style = string;

/** Places of a style, by what each parameter sets; colours have one place each. */
const PLACE: Record<number, number> = { 1: 0, 2: 1, 3: 2, 4: 3, 7: 4, 8: 5, 9: 6 };
const OFF: Record<number, readonly number[]> = {
  22: [0, 1],
  23: [2],
  24: [3],
  27: [4],
  28: [5],
  29: [6],
  39: [7],
  49: [8],
};
/** What ends each place. */
const ENDS = [22, 22, 23, 24, 27, 28, 29, 39, 49];
const FOREGROUND = 7;
const BACKGROUND = 8;

type Places = readonly string[];

const nothing: Places = ENDS.map(() => "");
const textOf = (places: Places): Style => places.filter((part) => part !== "").join(";");

function placesOf(style: Style): Places {
  return style === "" ? nothing : changed(nothing, style.split(";"));
}

/** The looks after parameters as `\u001b[…m` has them. */
function changed(before: Places, parameters: readonly string[]): Places {
  let places = [...before];
  for (let at = 0; at < parameters.length; at++) {
    const code = Number(parameters[at]);
    if (code === 0) places = [...nothing];
    else if (code in PLACE) places[PLACE[code]!] = String(code);
    else if (code in OFF) for (const place of OFF[code]!) places[place] = "";
    else if (code === 38 || code === 48) {
      const length = parameters[at + 1] === "5" ? 3 : 5;
      places[code === 38 ? FOREGROUND : BACKGROUND] = parameters.slice(at, at + length).join(";");
      at += length - 1;
    } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) places[FOREGROUND] = String(code);
    else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) places[BACKGROUND] = String(code);
  }
  return places;
}

/** There are few looks in a screen, and each is needed at every frame. */
const MOST_KEPT = 2_000;

function kept(work: (key: string) => string): (key: string) => string {
  const results = new Map<string, string>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    if (results.size >= MOST_KEPT) results.clear();
    const result = work(key);
    results.set(key, result);
    return result;
  };
}

const stepped = kept((key) => {
  const [before, parameters] = key.split("|") as [string, string];
  return textOf(changed(placesOf(before), parameters.split(";")));
});

/** The look after a sequence `\u001b[…m`. */
export const styleAfter = (before: Style, sequence: string): Style =>
  stepped(`${before}|${sequence.slice(2, -1)}`);

const turned = kept((key) => {
  const [from, to] = key.split("|").map(placesOf) as [Places, Places];
  const ended = new Set(ENDS.filter((_, place) => from[place] !== "" && to[place] === ""));
  // One parameter ends both bold and dim.
  const set = to.filter((part, place) => part !== "" && (part !== from[place] || ended.has(ENDS[place]!)));
  const short = [...ended, ...set].join(";");
  const anew = to === nothing ? "" : ["0", ...to.filter((part) => part !== "")].join(";");
  return `\u001b[${short.length <= anew.length ? short : anew}m`;
});

/** What makes the one look of the other; nothing where they are the same. */
export const turn = (from: Style, to: Style): string => (from === to ? "" : turned(`${from}|${to}`));
