// Isolates on their way through a renderer that counts cells: as a style that nothing here uses, an overline.

const carriers: Record<string, string> = { "\u2068": "\u001b[53m", "\u2069": "\u001b[55m" };
const isolates: Record<string, string> = { "\u001b[53m": "\u2068", "\u001b[55m": "\u2069" };

export const carried = (text: string): string => text.replace(/[\u2068\u2069]/g, (sign) => carriers[sign]!);

/** The isolate that a style stands for, if it does. */
export const isolateOf = (style: string): string | undefined => isolates[style];
