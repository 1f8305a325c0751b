// Into a room by its name or its invite code, with its password: given, or asked for.
import type { Client, JoinOptions } from "../client/connect.ts";
import type { Room } from "../client/room.ts";
import { RtError } from "../protocol/errors.ts";
import { limits } from "../protocol/limits.ts";
import { askSecret, canAsk } from "./ask-secret.ts";
import type { Entry } from "./entry.ts";

/** As often as programs usually ask. */
const ASKED = 3;

export async function enterRoom(client: Client, { room, code, options }: Entry): Promise<Room> {
  const join = (more: JoinOptions): Promise<Room> =>
    code === undefined ? client.join(room!, more) : client.joinByCode(code, more);
  for (let asked = 0, password = options.password; ; asked++) {
    try {
      return await join({ ...options, password });
    } catch (error) {
      const wrong = error instanceof RtError && error.code === "wrong_password";
      if (!wrong || options.password !== undefined || asked === ASKED || !canAsk()) throw error;
      password = await askSecret("Password of the room: ", limits.passwordLength);
    }
  }
}
