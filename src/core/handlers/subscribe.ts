// `subscribe`: a topic's current value, or what was missed of it, and from then on every one that follows.
import { RtError } from "../../protocol/errors.ts";
import type { Params, Subscribed } from "../../protocol/requests.ts";
import { type TopicKey, topicKey } from "../engine.ts";
import { type LocalSeat, release, type Taken } from "../local-room.ts";
import { mustReach } from "../rights.ts";
import type { Context, Handler } from "./index.ts";

export const subscribe: Handler<"subscribe"> = async (context, params) => {
  const { session, hub } = context;
  mustReach(session.grant, params.topic);
  const key = topicKey(session.namespace, params.topic);
  const there = session.topics.get(key);
  const { topicsPerPeer } = session.settings.limits;
  if (!there && session.topics.size >= topicsPerPeer) {
    throw new RtError(
      "too_many_topics",
      `A peer can follow ${topicsPerPeer} topics at once: unsubscribe from one first.`,
    );
  }
  const { seat, attached } = there?.joining ? { seat: there, attached: null } : hub.follow(key, session);
  // One that is asked for while another is under way gets the same answer; values follow when both are out.
  seat.joining ??= begin(context, key, seat, attached, params);
  seat.answers++;
  const { joined, cut } = await seat.joining;
  context.answered = () => {
    if (--seat.answers > 0) return;
    seat.joining = null;
    release(seat, cut);
  };
  return joined;
};

async function begin(
  { hub, engine }: Context,
  key: TopicKey,
  seat: LocalSeat<Subscribed>,
  attached: Promise<void> | null,
  { topic, position: since }: Params<"subscribe">,
): Promise<Taken<Subscribed>> {
  try {
    const [{ value, position, missed }] = await Promise.all([engine.current(key, since ?? null), attached]);
    const joined = {
      topic,
      ...(value && { value }),
      position,
      ...(since && { recovered: missed !== null }),
      ...(missed && { messages: missed }),
    };
    // Who was subscribed before has a stream without gaps already, and gets all that was held.
    return { joined, cut: attached ? { version: 0, position } : null };
  } catch (error) {
    seat.joining = null;
    seat.answers = 0;
    if (attached) hub.drop(key, seat);
    else release(seat, null);
    throw error;
  }
}
