// What a join has to find out before it can ask the engine for a seat: how to prove that it knows the room's password.
import { RtError } from "../protocol/errors.ts";
import type { RoomId } from "../protocol/ids.ts";
import type { Params } from "../protocol/requests.ts";
import { findByCode } from "./codes.ts";
import { type Secret, seal } from "./digest.ts";
import { type Engine, type RoomKey, roomKey } from "./engine.ts";
import type { Context } from "./handlers/index.ts";
import type { RoomResult, SealedOptions } from "./rules/room-state.ts";
import { withoutPassword } from "./sealing.ts";
import { wholeOptions } from "./settings.ts";

/** Which room, and with what. */
export interface Entry {
  room: RoomId;
  create: SealedOptions | false;
  proof?: Secret | "admin";
}

/** How often a password that was changed under way is tried again. */
const ATTEMPTS = 3;

/** What a join that brings the room's name and no password can ask for at once; null: something has to be found out first. */
export function entryOf(context: Context, params: Params<"join">): Entry | null {
  const { session } = context;
  const { room, code } = params;
  if ((room === undefined) === (code === undefined)) {
    throw new RtError(
      "bad_request",
      "A join says which room: by its name (`room`) or by its invite code (`code`).",
    );
  }
  if (room === undefined || typeof passwordOf(params) === "string") return null;
  const proof = session.grant.admin ? "admin" : undefined;
  return { room, create: sealedOf(context, params), proof };
}

/** By a code or with a password, or both. A code makes no room. */
export async function enterWith<T>(
  context: Context,
  params: Params<"join">,
  sit: (entry: Entry) => Promise<T>,
): Promise<T> {
  const { session, engine } = context;
  const { code } = params;
  const room = params.room ?? (await findByCode(session, engine, code!));
  const create = code === undefined && sealedOf(context, params);
  const password = passwordOf(params);
  if (typeof password === "string") return withPassword(context, password, { room, create }, sit);
  return sit({ room, create, proof: session.grant.admin ? "admin" : undefined });
}

/**
 * The room may be made, or get another password, between the look at it and the join: whole groups come back at once after a
 * restart, with one password, and only the first of them makes the room. Who was refused for a salt that the room doesn't
 * have any more is tried again.
 */
async function withPassword<T>(
  context: Context,
  password: string,
  { room, create }: Entry,
  sit: (entry: Entry) => Promise<T>,
): Promise<T> {
  const { session, hub, engine } = context;
  const key = roomKey(session.namespace, room);
  let tried: string | null = null;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const there = await look(engine, key);
    const salt = there?.salt ?? null;
    if (salt !== null && salt === tried) break;
    const entry: Entry = { room, create };
    if (session.grant.admin) entry.proof = "admin";
    else if (salt) entry.proof = await prove(context, password, salt);
    if (!there && create) entry.create = { ...create, password: await seal(hub.options.digest, password) };
    try {
      return await sit(entry);
    } catch (error) {
      if (!(error instanceof RtError) || error.code !== "wrong_password") throw error;
      tried = salt;
    }
  }
  session.guesses.wrong(engine.now());
  throw new RtError("wrong_password");
}

async function look(engine: Engine, key: RoomKey): Promise<RoomResult | null> {
  try {
    return (await engine.command(key, { type: "look" })).result;
  } catch (error) {
    if (error instanceof RtError && error.code === "not_found") return null;
    throw error;
  }
}

async function prove({ session, hub, engine }: Context, password: string, salt: string): Promise<Secret> {
  session.guesses.check(engine.now());
  return { salt, hash: await hub.options.digest.hash(password, salt) };
}

/** One that is to be the new room's opens one that is there already. */
const passwordOf = ({ password, create }: Params<"join">): string | null | undefined =>
  password ?? (create ? create.password : undefined);

const sealedOf = ({ hub, session }: Context, { create = {} }: Params<"join">): SealedOptions | false =>
  create && withoutPassword(hub, wholeOptions(session.settings, create));
