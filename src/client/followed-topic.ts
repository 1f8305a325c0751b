// The Topic behind the interface: follows, holds values back while it does, and follows again from where it stood.
import { RtError } from "../protocol/errors.ts";
import type { EventOf } from "../protocol/events.ts";
import { isTopicId, type TopicId } from "../protocol/ids.ts";
import type { Subscribed } from "../protocol/requests.ts";
import type { Position, TopicValue } from "../protocol/shapes.ts";
import type { Client } from "./connect.ts";
import { Emitter } from "./emitter.ts";
import type { Topic, TopicEnd, TopicEvents } from "./topic.ts";
import type { World } from "./world.ts";

type Value = EventOf<"data">;
type Requests = Pick<Client, "request">;

class FollowedTopic implements Topic {
  readonly id: TopicId;
  value: TopicValue | null = null;
  readonly #client: Requests;
  readonly #world: World;
  readonly #onEnd: () => void;
  readonly #emitter = new Emitter<TopicEvents>();
  #position: Position | null = null;
  /** Values wait here while an answer is to come; null once they may pass. */
  #held: Value[] | null = [];
  /** Counts connections, so that an answer of an earlier one is told apart. */
  #round = 0;
  #ended = false;

  constructor(id: TopicId, client: Requests, world: World, onEnd: () => void) {
    this.id = id;
    this.#client = client;
    this.#world = world;
    this.#onEnd = onEnd;
  }

  on<K extends keyof TopicEvents>(event: K, listener: (payload: TopicEvents[K]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  async unsubscribe(): Promise<void> {
    if (this.#ended) return;
    this.end({ reason: "unsubscribed" });
    // A lost connection has unsubscribed already.
    await this.#client.request("unsubscribe", { topic: this.id }).catch(() => {});
  }

  async enter(): Promise<this> {
    try {
      const { value, position } = await this.#client.request("subscribe", { topic: this.id });
      this.value = value ?? null;
      this.#position = position;
    } catch (error) {
      this.#ended = true;
      this.#onEnd();
      throw error;
    }
    // A task later, when the caller has had its turn.
    const round = this.#round;
    this.#world.after(0, () => round === this.#round && this.#release());
    return this;
  }

  away(): void {
    this.#round += 1;
    this.#held = [];
  }

  async comeBack(): Promise<void> {
    const round = this.#round;
    const over = (): boolean => round !== this.#round || this.#ended;
    const position = this.#position ?? undefined;
    try {
      const answer = await this.#client.request("subscribe", { topic: this.id, position });
      if (over()) return;
      const missed = this.#missed(answer);
      const complete = answer.recovered ?? missed.length === 0;
      this.#emitter.emit("resubscribed", { missed: missed.length, complete });
      for (const value of missed) this.#show(value);
      this.#position = answer.position;
      this.#release();
    } catch (error) {
      if (over()) return;
      const refusal = error as RtError;
      if (!refusal.retryable) return this.end({ reason: "refused", error: refusal });
      this.#world.after(refusal.retryAfterMs ?? 1_000, () => {
        if (!over()) void this.comeBack();
      });
    }
  }

  end(end: TopicEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd();
    this.#emitter.emit("closed", end);
  }

  receive(event: Value): void {
    if (this.#ended) return;
    if (this.#held) {
      this.#held.push(event);
      return;
    }
    const { offset, tag, data, time } = event;
    if (offset <= (this.value?.offset ?? 0)) return;
    if (this.#position) this.#position = { epoch: this.#position.epoch, offset, tag };
    this.#show({ offset, data, time });
  }

  /** What this client has not shown: all of it, or the present value where that is all there is. */
  #missed({ recovered, messages = [], value, position }: Subscribed): TopicValue[] {
    const last = this.value?.offset ?? 0;
    if (recovered) return messages.filter(({ offset }) => offset > last);
    const same = value?.offset === last && (!this.#position || this.#position.epoch === position?.epoch);
    return value && !same ? [value] : [];
  }

  #show(value: TopicValue): void {
    this.value = value;
    this.#emitter.emit("data", value);
  }

  #release(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of held) this.receive(event);
  }
}

interface Entry {
  topic: FollowedTopic;
  followed: Promise<Topic>;
}

/** All topics of one client, over its connections. */
export class FollowedTopics {
  readonly #client: Requests;
  readonly #world: World;
  readonly #entries = new Map<TopicId, Entry>();

  constructor(client: Requests, world: World) {
    this.#client = client;
    this.#world = world;
  }

  async subscribe(id: string, listener?: (value: TopicValue) => void): Promise<Topic> {
    if (!isTopicId(id)) {
      throw new RtError(
        "bad_request",
        `"${id}" is not a topic's name: letters, digits and _ . : - (128 at most).`,
      );
    }
    const topic = await this.#entry(id).followed;
    if (listener) {
      if (topic.value) listener(topic.value);
      topic.on("data", listener);
    }
    return topic;
  }

  #entry(id: TopicId): Entry {
    const there = this.#entries.get(id);
    if (there) return there;
    const topic = new FollowedTopic(id, this.#client, this.#world, () => {
      if (this.#entries.get(id)?.topic === topic) this.#entries.delete(id);
    });
    const entry = { topic, followed: topic.enter() };
    this.#entries.set(id, entry);
    return entry;
  }

  receive(event: Value): void {
    this.#entries.get(event.topic)?.topic.receive(event);
  }

  away(): void {
    for (const { topic } of this.#entries.values()) topic.away();
  }

  comeBack(): void {
    for (const { topic } of [...this.#entries.values()]) void topic.comeBack();
  }

  end(): void {
    for (const { topic } of [...this.#entries.values()]) topic.end({ reason: "disconnected" });
  }
}
