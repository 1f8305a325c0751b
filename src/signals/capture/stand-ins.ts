// What stands in for a secret: as long, of the same kind of characters, the same each time, and for no other one.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PLAIN = `${LETTERS}0123456789`;
const HEX = "0123456789ABCDEF";
const LOWER_HEX = "0123456789abcdef";
/** Has no factor in common with the size of any alphabet: its multiples come back to the first only after all others. */
const STEP = 7n ** 200n;

export class StandIns {
  readonly #given = new Map<string, string>();
  /** How many were made of each shape. */
  readonly #made = new Map<string, number>();

  /** Letters, digits, + and / are replaced; what a password should not have stays, since a rule looks for it. */
  ofText(secret: string): string {
    const shape = secret.replace(/[A-Za-z0-9+/]/g, "x");
    return this.#of(`text ${secret}`, shape, (at) => (shape[at] === "x" ? PLAIN : null));
  }

  /** Of a fingerprint: in capital letters, or not. */
  ofHex(secret: string): string {
    const lower = /[a-f]/.test(secret);
    const shape = secret.replace(/[\dA-Fa-f]/g, lower ? "x" : "X");
    const first = shape.search(/x/i);
    return this.#of(`hex ${secret}`, shape, (at) => {
      if (!/[xX]/.test(shape[at]!)) return null;
      if (!lower) return HEX;
      // One digit at least shows that it is in small letters.
      return at === first ? "abcdef" : LOWER_HEX;
    });
  }

  #of(key: string, shape: string, alphabetAt: (at: number) => string | null): string {
    const known = this.#given.get(key);
    if (known !== undefined) return known;
    const number = (this.#made.get(shape) ?? 0) + 1;
    this.#made.set(shape, number);
    let rest = BigInt(number) * STEP;
    let text = "";
    for (let at = 0; at < shape.length; at++) {
      const alphabet = alphabetAt(at);
      if (alphabet === null) text += shape[at];
      else {
        const size = BigInt(alphabet.length);
        text += alphabet[Number(rest % size)];
        rest /= size;
      }
    }
    this.#given.set(key, text);
    return text;
  }
}
