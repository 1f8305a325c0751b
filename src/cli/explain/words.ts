// What is said of a code besides what its own table says.

export interface Words {
  /** What leads to it. */
  why: string;
  /** What to do about it. */
  advice: string;
  /** Whether and when the same may be tried again. */
  retry: string;
  /** How it looks, or what to type. */
  example: string;
}

export type Table = Readonly<Record<string, Words>>;
