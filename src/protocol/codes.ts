// Invite codes: short, to be said aloud and typed from memory, so without signs that look like another one.

/** No 0 and O, 1 and I and L, 2 and Z, 5 and S, 8 and B, U and V: of each only what is read as nothing else. */
export const CODE_ALPHABET = "34679ACDEFGHJKMNPQRTWXY";

export const CODE_LENGTH = { least: 4, drawn: 6, most: 12 } as const;

const pattern = new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH.least},${CODE_LENGTH.most}}$`);

/** A code as it is kept, however it was typed: in capitals, without spaces and dashes. Null if it can't be one. */
export function cleanCode(text: string): string | null {
  const code = text.replace(/[\s-]/g, "").toUpperCase();
  return pattern.test(code) ? code : null;
}
