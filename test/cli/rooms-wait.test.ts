// What `rooms wait` does with what it sees and hears: by news at once, by a look where something may have been missed.
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { Api } from "../../src/cli/http.ts";
import type { Heard, RoomNews } from "../../src/cli/room-news.ts";
import { waitForRoom } from "../../src/cli/rooms-wait.ts";
import { RtError } from "../../src/protocol/errors.ts";
import type { RoomView } from "../../src/protocol/shapes.ts";
import { joinedOf, memberOf } from "../support/scripted-server.ts";

const viewOf = (members: number): RoomView => ({ ...joinedOf(memberOf("me", 1)).room, members });

/** `looks` are answered one by one, the last one again and again; none is asked for before it is let through. */
function start(looks: (RoomView | null)[], options: { members?: number; gone?: boolean }) {
  const lines: string[] = [];
  const write = vi
    .spyOn(process.stdout, "write")
    .mockImplementation((line) => Boolean(lines.push(String(line))));
  onTestFinished(() => write.mockRestore());
  let asked = 0;
  const get = async () => {
    const view = looks[Math.min(asked++, looks.length - 1)];
    if (!view) throw new RtError("not_found");
    return { room: view };
  };
  let tell: Heard | undefined;
  const follow = async (heard: Heard) => {
    tell = heard;
    return { following: true, open: async () => {}, close() {} } as Partial<RoomNews> as RoomNews;
  };
  const ended = waitForRoom(async () => ({ get }) as Partial<Api> as Api, follow, "lobby", {
    timeout: 20_000,
    ...options,
  });
  const heard = async (): Promise<Heard> => {
    await expect.poll(() => tell, { interval: 1 }).toBeDefined();
    return tell!;
  };
  return { ended, lines, heard, asked: () => asked, followed: () => tell !== undefined };
}

describe("rooms wait", () => {
  it("ends with the news that fit, without another look", async () => {
    const { ended, heard, lines, asked } = start([viewOf(1)], { members: 3 });
    const tell = await heard();
    tell(viewOf(2));
    tell(viewOf(3));
    tell(viewOf(4));
    await ended;
    expect([asked(), lines]).toEqual([1, ["the room lobby is waiting with 3 of 64 seats taken\n"]]);
  });

  it("looks where a room can't be seen in the list any more, since it may have gone or only be hidden", async () => {
    const { ended, heard, lines } = start([viewOf(1), null], { gone: true });
    (await heard())(null);
    await ended;
    expect(lines).toEqual(["there is no room lobby\n"]);
  });

  it("opens no connection where the room is as wanted already", async () => {
    const { ended, followed } = start([viewOf(2)], { members: 2 });
    await ended;
    expect(followed()).toBe(false);
  });
});
