// A token that came in a message: looked at, unless too many of its address were wrong.
import type { Hub } from "./hub.ts";
import type { Grant } from "./rights.ts";
import type { Session } from "./session.ts";

export async function presentToken(hub: Hub, { pace, namespace }: Session, token: string): Promise<Grant> {
  pace.mayTry("tokens");
  try {
    return await hub.options.authenticate(token, namespace);
  } catch (error) {
    pace.wrong("tokens");
    throw error;
  }
}
