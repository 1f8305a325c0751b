// One room in the console on a real terminal: what is seen of it, and what is done to it and its members.
import { expect, it } from "vitest";
import { consoleOfRooms, room } from "../support/console.ts";
import { keys } from "../support/pty.ts";

const at = consoleOfRooms();

it("is looked into: members, messages from before and now, signals, settings", async () => {
  const [ada, bob] = [await at.member("ada", "den"), await at.member("bob", "den")];
  const say = (text: string) => ada.request("publish", { room: room("den"), event: "chat", data: { text } });
  await say("from before");
  const terminal = await at.open();
  terminal.type(`:open den${keys.enter}`);
  await terminal.until(/1 ada .*★ host/);
  expect(terminal.lines[0]).toContain("rooms › den");
  terminal.type("l");
  await terminal.until("ada │ from before");
  await say("and now");
  await terminal.until("ada │ and now");
  terminal.type("s");
  await terminal.until("No signals since this was opened");
  await expect
    .poll(async () => {
      const candidate = { candidate: "candidate:1 1 udp 1 192.0.2.1 9 typ host" };
      await ada.request("signal", {
        ...{ room: room("den"), to: bob.welcome.peer, kind: "candidate", data: candidate },
      });
      return terminal.text;
    })
    .toMatch(/ada → bob +candidate .*delivered/);
  terminal.type("d");
  await terminal.until("when all 64 seats are taken");
  await at.admin.request("room.update", { room: room("den"), data: { map: "dust" } });
  await terminal.until(/map +"dust"/);
  terminal.send(keys.escape);
  await terminal.until("NAME↑");
});

it("is acted on, after a question where it can't be undone", async () => {
  await at.create("acts");
  const [, bob] = [await at.member("ada", "acts"), await at.member("bob", "acts")];
  const terminal = await at.open();
  terminal.type(`:open acts${keys.enter}`);
  await terminal.until("2 bob");
  terminal.type("jK");
  await terminal.until("Remove bob from acts?  y yes · n no");
  terminal.type("n");
  await terminal.until("nothing was done");
  expect((await at.look("acts")).members).toHaveLength(2);
  terminal.type("Ky");
  await terminal.until("✔ bob removed from acts");
  expect((await at.look("acts")).members.map(({ name }) => name)).toEqual(["ada"]);

  terminal.type(`:ban ada${keys.enter}`);
  await terminal.until("Ban ada from acts?");
  terminal.type("y");
  await terminal.until("✔ ada banned from acts");
  expect((await at.look("acts")).members).toEqual([]);

  await bob.join("acts");
  const notices: string[] = [];
  bob.on("notice", ({ text }) => notices.push(text));
  terminal.type(`bat noon${keys.enter}`);
  await terminal.until("✔ announced in acts");
  await expect.poll(() => notices).toEqual(["at noon"]);

  terminal.type("L");
  await terminal.until("✔ acts locked");
  expect((await at.look("acts")).room.locked).toBe(true);
  terminal.type(`:set capacity=5 data.map=7${keys.enter}`);
  await terminal.until("✔ acts: capacity, data set");
  expect((await at.look("acts")).room).toMatchObject({ capacity: 5, data: { map: 7 } });
  terminal.type(`:set capacity=0${keys.enter}`);
  await terminal.until(/✗ \/capacity/);
  terminal.type("i");
  await terminal.until(/code of acts: (\w{3}-\w{3}), copied/);
  expect((await at.look("acts")).room.code).toMatch(/^\w{6}$/);
  terminal.type(`:create made capacity=2 visibility=unlisted${keys.enter}`);
  await terminal.until("✔ made created, 2 seats, unlisted");
  expect((await at.look("made")).room).toMatchObject({ capacity: 2, visibility: "unlisted" });

  await terminal.until(/\[members 1\]/);
  terminal.send(keys.ctrlD);
  await terminal.until("Close acts with its member? Type its name:");
  terminal.type(`act${keys.enter}`);
  await terminal.until("not closed: its name is acts");
  terminal.send(keys.ctrlD);
  terminal.type(`acts${keys.enter}`);
  await terminal.until("✔ acts closed");
  await terminal.until("the room is gone");
  await expect(at.look("acts")).rejects.toMatchObject({ code: "not_found" });
});
