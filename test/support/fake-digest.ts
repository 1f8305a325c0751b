// Hashes that cost nothing and can be read, and that come only a few turns later, as real ones do.
import type { Digest } from "../../src/core/digest.ts";

export class FakeDigest implements Digest {
  #salts = 0;

  salt(): string {
    return `salt${++this.#salts}`;
  }

  async hash(password: string, salt: string): Promise<string> {
    for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
    return `${password}+${salt}`;
  }
}
