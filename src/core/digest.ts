// Passwords as the core gets them: hashed by somebody else, since that takes its time.

/** A password as it is kept. */
export interface Secret {
  salt: string;
  hash: string;
}

export interface Digest {
  /** A new one for each password that is kept. */
  salt(): string;
  /** Takes tens of milliseconds on purpose. Rejects `unavailable` where too many wait for theirs. */
  hash(password: string, salt: string): Promise<string>;
}

export async function seal(digest: Digest, password: string): Promise<Secret> {
  const salt = digest.salt();
  return { salt, hash: await digest.hash(password, salt) };
}
