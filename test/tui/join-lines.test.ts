// A seat on terminals where no screen is drawn: what happens as lines, what is typed as acts, and what a script still gets.
import { expect, it } from "vitest";
import { keys, type Terminal } from "../support/pty.ts";
import { terminals } from "../support/terminals.ts";

const on = terminals();

const join = (args: string, env: Record<string, string> = {}): Terminal =>
  on.shell(`rtrooms join ${args} --name ada; echo rc=$?; stty -a`, { env, rows: 50, columns: 100 });

it.each<[string, string, Record<string, string>]>([
  ["--no-tui", "--no-tui", {}],
  ["TERM=dumb", "", { TERM: "dumb" }],
])("tells what happens and does what is typed, with %s", async (name, flag, more) => {
  const id = `eyes-${name.replace(/\W/g, "")}`;
  const terminal = join(`${id} --capacity 4 ${flag}`, more);
  await terminal.until(/-- eyes-\S+ · waiting · 1\/4 here: ada \(you\) · host ada$/m);
  const bob = await on.seated("bob", id);
  await terminal.until(/^\d\d:\d\d -- bob took seat 2$/m);
  await bob.say("hello");
  await terminal.until(/^\d\d:\d\d bob: hello$/m);
  const heard = new Promise<unknown>((resolve) => bob.on("message", ({ data }) => resolve(data)));
  terminal.type("hello bob\r");
  expect(await heard).toMatchObject({ text: "hello bob" });
  terminal.type(":ready\r");
  await terminal.until("-- you are ready");
  terminal.type("/nosuch\r");
  await terminal.until("there is no :nosuch");
  terminal.type(":kick bob\r");
  await terminal.until("Remove bob from the room? y or n");
  terminal.type("n\r:ban bob\r");
  await terminal.until("keep them out? y or n");
  expect(bob.ended).toBeNull();
  terminal.type("y\r");
  await terminal.until("-- bob was banned");
  terminal.type(":close\r");
  await terminal.until("Type its name:");
  terminal.type(`not ${id}\r`);
  await terminal.until("that is not the room's name");
  terminal.type(`:close\r${id}\r`);
  await terminal.until(/-- the host closed the room\s+rc=0/);
  await terminal.exited;
  expect(terminal.text).toMatch(/ icanon/);
  expect(terminal.output).not.toMatch(/\u001b(?!\[[\d;]*m)/);
});

it("is for ears with --screen-reader, and ends with what became of the seat", async () => {
  const bob = await on.seated("bob", "ears");
  const terminal = join("ears --screen-reader");
  await terminal.until("ears. waiting. 2/64 here: bob, ada (you). host bob");
  await bob.say("hello");
  await terminal.until(/^bob, \d\d:\d\d: hello$/m);
  await on.clients[0]!.request("kick", { room: bob.id, peer: [...bob.members.values()][1]!.peer });
  await terminal.until("rc=1");
  expect(terminal.text).toContain("Come back: npx rtrooms join ears");
});

it("leaves at Ctrl-D, behind what was said last", async () => {
  const bob = await on.seated("bob", "leaving");
  const said: unknown[] = [];
  bob.on("message", ({ data }) => said.push(data));
  const left = new Promise<string>((resolve) => bob.on("member.left", ({ reason }) => resolve(reason)));
  const terminal = join("leaving --no-tui");
  await terminal.until("Ctrl-D leaves");
  terminal.type(`bye\r${keys.ctrlD}`);
  await terminal.until("rc=0");
  expect(await left).toBe("leave");
  expect(said).toEqual([expect.objectContaining({ text: "bye" })]);
});

it("is JSON lines for a script, on a terminal too", async () => {
  const asked = join("script --no-tui --until room.started --timeout 1s");
  await asked.until("rc=6");
  expect(asked.text).toContain('{"v":1,"type":"joined"');
  const flag = join("script --ndjson --count 1");
  await flag.until("rc=0");
  expect(flag.text).toContain('{"v":1,"type":"joined"');
});
