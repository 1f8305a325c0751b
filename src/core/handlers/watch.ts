// `watch`: an admin or an observer follows the signals, of one room or of all that its token is for.
import { encodeRecord, type MessageBody } from "../../protocol/codec.ts";
import { RtError } from "../../protocol/errors.ts";
import type { MemberRecord } from "../../protocol/events.ts";
import type { Member } from "../../protocol/shapes.ts";
import { type RoomKey, roomKey, signalsTap } from "../engine.ts";
import type { Hub } from "../hub.ts";
import { must, mustReach } from "../rights.ts";
import type { Session } from "../session.ts";
import { memberRecord } from "../tap.ts";
import type { Handler } from "./index.ts";

export const watch: Handler<"watch"> = async (context, { room, data = false }) => {
  const { session, hub, engine } = context;
  const { grant, namespace } = session;
  must(grant, "observe");
  if (!session.mayWatch) {
    throw new RtError("forbidden", "Watching is for those who come by the server's admin port.");
  }
  // All rooms are more than those that some patterns name.
  mustReach(grant, room ?? "*");
  const all = grant.admin && grant.namespaces === undefined ? undefined : namespace;
  const key = room && roomKey(namespace, room);
  const tap = signalsTap(key ?? all, data);
  if (!data) {
    await hub.watchers.watch(tap, session);
    return {};
  }
  const watching = hub.watchers.hold(tap, session);
  if (!watching) return {};
  const there = key ? engine.command(key, { type: "look" }).then(({ result }) => result.members, none) : [];
  try {
    const [members] = await Promise.all([there, watching.attached]);
    audit(hub, session, { namespace: all ?? (key ? namespace : "*"), room: room ?? "*" });
    context.answered = () =>
      key ? watching.begin(present(hub, key, members), newsTo(members)) : watching.begin([], () => true);
    return {};
  } catch (error) {
    hub.watchers.end(tap, session);
    throw error;
  }
};

/** There is no such room yet: nobody is in it. */
const none = (error: RtError): Member[] => {
  if (error.code !== "not_found") throw error;
  return [];
};

/** What was decided before the members were looked at may be announced after. */
function newsTo(members: readonly Member[]): (body: MessageBody) => boolean {
  const there = new Set<string>(members.map(({ peer }) => peer));
  return (body) => {
    if (!body.startsWith(MEMBERS)) return true;
    const { peer, what } = JSON.parse(body) as MemberRecord;
    if (what === "left") return there.delete(peer);
    if (what !== "joined") return true;
    if (there.has(peer)) return false;
    there.add(peer);
    return true;
  };
}

const MEMBERS = '{"type":"watch.members"';

const present = (hub: Hub, key: RoomKey, members: readonly Member[]): MessageBody[] =>
  members.flatMap(({ peer, name, state }) => {
    const told = (["present", "held"] as const).slice(0, state === "held" ? 2 : 1);
    return told.map((what) => encodeRecord(memberRecord(hub, key, { peer, name, what })));
  });

/** What signals carry is other people's: who looks at it is written down. */
function audit(hub: Hub, session: Session, where: { namespace: string; room: string }): void {
  const { grant, peer } = session;
  hub.options.audit(
    {
      ...{ act: "watch", reason: grant.admin ? "by_admin" : "by_observer" },
      ...{ ...where, by: peer },
      ...(grant.subject !== undefined && { subject: grant.subject }),
    },
    session,
  );
}
