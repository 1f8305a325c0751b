// Randomness as the core gets it: injected, so that a seed decides a whole test.

export interface Random {
  /** At least 96 bits as text that fits the id pattern. */
  id(): string;
  /** A short text that only has to differ from its neighbours: tags, epochs. */
  tag(): string;
  /** In [0, 1). */
  number(): number;
}
