// Publishing for whoever asks, a peer or HTTP, into a room or a topic: counted, and timed where it goes to disk.
import type { Publication, Published, StreamKey } from "./engine.ts";
import type { Hub } from "./hub.ts";

/** Calls the engine at once, as handlers must. */
export async function publishInto(hub: Hub, stream: StreamKey, publication: Publication): Promise<Published> {
  const { engine, counters, options } = hub;
  const started = options.seconds();
  const published = await engine.publish(stream, publication);
  if (published.duplicate) return published;
  counters.published++;
  if (published.position) counters.durable.observe(options.seconds() - started);
  return published;
}
