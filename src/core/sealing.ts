// A room's options on their way from the wire to the rules: the password is hashed, codes are drawn.
import type { RoomOptions } from "../protocol/shapes.ts";
import { wishOf } from "./codes.ts";
import { seal } from "./digest.ts";
import type { Hub } from "./hub.ts";
import type { SealedOptions } from "./rules/room-state.ts";
import type { Session } from "./session.ts";

/**
 * Runs `then` with the options settled: at once where there is no password, else when it is hashed, and what its peer sends
 * after it waits for that. `session` is null for the HTTP side, where requests have no order.
 */
export function settled<T>(
  hub: Hub,
  session: Session | null,
  options: RoomOptions,
  then: (sealed: SealedOptions) => Promise<T>,
): Promise<T> {
  const { password } = options;
  const rest = withoutPassword(hub, options);
  if (typeof password !== "string") return then({ ...rest, password });
  const sealed = seal(hub.options.digest, password).then((secret) => ({ ...rest, password: secret }));
  return session ? session.prepare(sealed, then) : sealed.then(then);
}

export const withoutPassword = (
  { options }: Hub,
  { password, code, ...rest }: RoomOptions,
): SealedOptions => ({
  ...rest,
  code: wishOf(code, options.random),
});
