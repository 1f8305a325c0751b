// Pages of history where the store has more than was announced.
import { expect, it } from "vitest";
import { readHistory } from "../../../src/engines/embedded/history.ts";
import { createMemoryStore } from "../../../src/engines/embedded/memory-store.ts";
import { key, message } from "../../support/rooms.ts";

it.each([{ limit: 5 }, { since: 0, limit: 5 }, { before: 9, limit: 5 }])(
  "[E6] reads nothing that is on disk and not announced yet: %o",
  async (range) => {
    const store = createMemoryStore();
    const records = [1, 2, 3].map((offset) => ({
      position: { epoch: "e", offset, tag: `t${offset}` },
      time: 1000,
      body: message("a", `m${offset}`).body,
    }));
    await store.append(key("a"), records);
    const announced = records[1]!.position;
    const slice = await readHistory(store, key("a"), range, announced, { messages: 9, since: 0 });
    expect(slice.messages.map(({ offset }) => offset)).toEqual([1, 2]);
    expect(slice).toMatchObject({ position: announced, more: false });
  },
);
