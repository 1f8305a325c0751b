// The real clock, the real randomness, and passwords hashed for real.
import { randomBytes, randomFillSync, scrypt } from "node:crypto";
import type { Clock } from "../core/clock.ts";
import type { Digest } from "../core/digest.ts";
import type { Random } from "../core/random.ts";
import { RtError } from "../protocol/errors.ts";

export const systemClock: Clock = {
  /** Begins at what the wall says, and then goes its own way. */
  now: () => Math.floor(performance.timeOrigin + performance.now()),
  wall: Date.now,
  after(ms, task) {
    const timer = setTimeout(task, ms);
    // An alarm alone is no reason to stay alive.
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Asked of the system a page at a time: each stored message takes some, and a call of its own costs more than all the rest of it. */
const pool = Buffer.alloc(4_096);
let drawn = pool.length;

/** To be read at once: they are not given out twice, but written over. */
function randomPart(bytes: number): Buffer {
  if (drawn + bytes > pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  drawn += bytes;
  return pool.subarray(drawn - bytes, drawn);
}

export const systemRandom: Random = {
  id: () => randomPart(12).toString("hex"),
  tag: () => randomPart(6).toString("base64url"),
  /** Invite codes are drawn from it: nobody may foresee the next one from those before. */
  number: () => randomPart(6).readUIntBE(0, 6) / 2 ** 48,
};

/** 16 MiB and about 40 ms for one hash; who has stolen the hashes pays that for each guess. */
const COST = { N: 2 ** 14, r: 8, p: 1 };
/** Node has four threads for this, for files and for names: passwords don't get all of them. */
const AT_ONCE = 2;
/** Ten seconds' worth: who comes later is told to come back. */
const WAITING = 500;

/** Hashes beside the event loop, a few at a time and in order. */
export function systemDigest(hash = scryptHash): Digest {
  const waiting: (() => void)[] = [];
  let running = 0;
  const free = (): void => {
    const next = waiting.shift();
    if (next) next();
    else running--;
  };
  return {
    salt: () => randomBytes(16).toString("hex"),
    async hash(password, salt) {
      if (running < AT_ONCE) running++;
      else if (waiting.length >= WAITING) {
        throw new RtError("unavailable", "Too many passwords are being checked.", { retryAfterMs: 5_000 });
      } else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await hash(password, salt);
      } finally {
        free();
      }
    },
  };
}

/** The same text typed on another system may be other characters: hence NFC. */
const scryptHash = (password: string, salt: string): Promise<string> =>
  new Promise((resolve, reject) =>
    scrypt(password.normalize("NFC"), salt, 32, COST, (error, key) =>
      error ? reject(error) : resolve(key.toString("hex")),
    ),
  );
