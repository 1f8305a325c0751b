// Invite codes on their way into the core: wished for, drawn, and looked up.
import { CODE_ALPHABET, CODE_LENGTH, cleanCode } from "../protocol/codes.ts";
import { RtError } from "../protocol/errors.ts";
import type { RoomId } from "../protocol/ids.ts";
import type { RoomOptions } from "../protocol/shapes.ts";
import { type Engine, roomKey } from "./engine.ts";
import type { Random } from "./random.ts";
import { reaches } from "./rights.ts";
import type { CodeWish } from "./rules/codes.ts";
import type { Session } from "./session.ts";

/** Drawn at once, in case one of them is taken: with 10 000 rooms one in 15 000 is. */
const DRAWS = 4;

export function wishOf(code: RoomOptions["code"], random: Random): CodeWish | null | undefined {
  if (code === undefined || code === null) return code;
  if (code === true) return { any: true, codes: Array.from({ length: DRAWS }, () => draw(random)) };
  const clean = cleanCode(code);
  if (clean) return { any: false, codes: [clean] };
  const { least, most } = CODE_LENGTH;
  throw new RtError("bad_request", `A code has ${least} to ${most} characters of ${CODE_ALPHABET}.`);
}

function draw(random: Random): string {
  const sign = () => CODE_ALPHABET[Math.floor(random.number() * CODE_ALPHABET.length)]!;
  return Array.from({ length: CODE_LENGTH.drawn }, sign).join("");
}

/** The room that a code leads to; a wrong one counts as a guess. */
export async function findByCode(session: Session, engine: Engine, code: string): Promise<RoomId> {
  session.guesses.check(engine.now());
  const clean = cleanCode(code);
  const room = clean && (await engine.resolve(session.namespace, clean));
  if (room && (reaches(session.grant, room) || session.rooms.has(roomKey(session.namespace, room))))
    return room;
  session.guesses.wrong(engine.now());
  throw new RtError("not_found", "No room has this code.");
}
