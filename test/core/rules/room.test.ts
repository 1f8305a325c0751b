// The rules of a room: a table of what each command does, and what holds whatever the commands are.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Secret } from "../../../src/core/digest.ts";
import type { Fence } from "../../../src/core/engine.ts";
import { decide, type RoomCommand } from "../../../src/core/rules/room.ts";
import {
  apply,
  dueAt,
  keeps,
  type RoomState,
  resultOf,
  type SealedOptions,
} from "../../../src/core/rules/room-state.ts";
import type { RoomEvent } from "../../../src/protocol/events.ts";
import type { NodeId, PeerId, RoomId } from "../../../src/protocol/ids.ts";
import { limits, times } from "../../../src/protocol/limits.ts";

const room = "r" as RoomId;
const NOW = 1_000_000;
const fence = (peer: string, gen = 1): Fence => ({ peer: peer as PeerId, gen, node: "n1" as NodeId });

const create = (by: string | null, options: SealedOptions = {}): RoomCommand => ({
  type: "create",
  room,
  by: by === null ? null : fence(by),
  options,
});
const join = (peer: string, options: SealedOptions | false = {}, gen = 1): RoomCommand => ({
  type: "join",
  room,
  fence: fence(peer, gen),
  name: peer,
  data: {},
  create: options,
});
const watch = (peer: string, options: SealedOptions | false = {}): RoomCommand =>
  ({ ...join(peer, options), spectate: true }) as RoomCommand;
const knowing = (command: RoomCommand, proof: Secret | "admin"): RoomCommand =>
  ({ ...command, proof }) as RoomCommand;
const leave = (peer: string, gen = 1): RoomCommand => ({
  type: "leave",
  fence: fence(peer, gen),
  reason: "leave",
});
const kick = (by: string | "admin", peer: string): RoomCommand => ({
  type: "kick",
  by: by === "admin" ? "admin" : fence(by),
  peer: peer as PeerId,
});
const act = (type: "start" | "finish" | "close", by: string, gen = 1): RoomCommand => ({
  type,
  by: by === "admin" ? "admin" : fence(by, gen),
});

const ready = (peer: string, is = true, gen = 1): RoomCommand => ({
  type: "member.update",
  fence: fence(peer, gen),
  ready: is,
});
const update = (by: string | "admin", changes: SealedOptions): RoomCommand => ({
  type: "update",
  by: by === "admin" ? "admin" : fence(by),
  changes,
});

const bar = (type: "ban" | "unban", by: string | "admin", peer: string): RoomCommand => ({
  type,
  by: by === "admin" ? "admin" : fence(by),
  peer: peer as PeerId,
});
const transfer = (by: string | "admin", to: string): RoomCommand => ({
  type: "transfer",
  by: by === "admin" ? "admin" : fence(by),
  to: to as PeerId,
});
const announce = (by: string | "admin", text: string): RoomCommand => ({
  type: "announce",
  by: by === "admin" ? "admin" : fence(by),
  text,
});

const lose = (who: string, gen = 1): RoomCommand => ({ type: "hold", fence: fence(who, gen) });
const comeBack = (who: string, gen = 2): RoomCommand => ({ type: "return", fence: fence(who, gen) });
const expire: RoomCommand = { type: "expire" };

/** An event in a few words. */
function told(event: RoomEvent): string {
  switch (event.type) {
    case "member.joined":
      return `${event.member.peer} joined ${event.member.seat}`;
    case "member.left":
      return `${event.peer} left ${event.seat} (${event.reason})`;
    case "member.held":
      return `${event.member.peer} held`;
    case "member.returned":
      return `${event.member.peer} returned`;
    case "member.updated":
      return `${event.member.peer} ${event.member.ready ? "ready" : "not ready"}`;
    case "host.changed":
      return `host ${event.host}`;
    case "notice":
      return `${event.from}: ${event.text}`;
    case "room.closed":
      return `closed (${event.reason})`;
    default:
      return `${event.type.slice(5)} ${event.view.members}/${event.view.capacity} v${event.view.version}`;
  }
}

interface Played {
  state: RoomState | null;
  /** Of the last command. */
  said: string[];
}

function play(commands: RoomCommand[], now = NOW): Played {
  let state: RoomState | null = null;
  let said: string[] = [];
  for (const command of commands) {
    const decision = decide(state, command, now);
    said = decision.ok ? decision.events.map(told) : [decision.error];
    if (decision.ok && decision.patch) state = apply(state, decision.patch);
  }
  return { state, said };
}

/** What the last command says, and the room after it: status, host, seats, version. */
function shown(commands: RoomCommand[]): [string[], string] {
  const { state, said } = play(commands);
  if (!state) return [said, "no room"];
  const { view, members } = resultOf(state, true);
  const seats = members.map(({ peer, seat }) => `${peer}${seat}`).join(" ");
  return [said, `${view.status} ${view.host ?? "-"} [${seats}] v${view.version}`];
}

const two = { capacity: 2 };
const byReady = { start: "ready" as const, min: 1 };
const secret = { salt: "s1", hash: "h1" };
const wish = (...codes: string[]) => ({ any: false, codes });
const any = (...codes: string[]) => ({ any: true, codes });
const bench = { spectators: 1 };
const withPassword = { password: secret };
const byHost = { start: "host" as const };

describe.each<[string, RoomCommand[], string[], string]>([
  ["create makes an empty room", [create("ada")], [], "waiting - [] v1"],
  ["create refuses a name in use", [create("ada"), create("bob")], ["already_exists"], "waiting - [] v1"],

  ["join makes the room it finds missing", [join("ada")], ["ada joined 1"], "waiting ada [ada1] v1"],
  ["join makes none if told not to", [join("ada", false)], ["not_found"], "no room"],
  ["join takes the next seat", [join("ada"), join("bob")], ["bob joined 2"], "waiting ada [ada1 bob2] v2"],
  ["[T24] join twice answers the same again", [join("ada"), join("ada")], [], "waiting ada [ada1] v1"],
  [
    "join after a takeover keeps the seat and says nothing",
    [join("ada"), join("bob"), join("ada", {}, 2)],
    [],
    "waiting ada [ada1 bob2] v3",
  ],
  [
    "join of an older takeover changes nothing",
    [join("ada", {}, 2), join("ada", {}, 1)],
    ["not_joined"],
    "waiting ada [ada1] v1",
  ],
  [
    "join refuses over capacity",
    [join("ada", two), join("bob"), join("cleo")],
    ["room_full"],
    "active ada [ada1 bob2] v2",
  ],
  [
    "the last seat starts the room",
    [join("ada", two), join("bob")],
    ["bob joined 2", "started 2/2 v2"],
    "active ada [ada1 bob2] v2",
  ],
  [
    "one seat is full at once",
    [join("ada", { capacity: 1 })],
    ["ada joined 1", "started 1/1 v1"],
    "active ada [ada1] v1",
  ],
  [
    "a room that waits for its host does not start by itself",
    [join("ada", { ...two, ...byHost }), join("bob")],
    ["bob joined 2"],
    "waiting ada [ada1 bob2] v2",
  ],
  [
    "an active room takes who fits, and does not start again",
    [join("ada", two), join("bob"), leave("bob"), join("cleo")],
    ["cleo joined 3"],
    "active ada [ada1 cleo3] v4",
  ],
  [
    "a finished room takes nobody",
    [join("ada", two), join("bob"), act("finish", "ada"), leave("bob"), join("cleo")],
    ["room_closed"],
    "finished ada [ada1] v4",
  ],
  [
    "a finished room keeps the seat of who was there, through a takeover",
    [join("ada", two), join("bob"), act("finish", "ada"), join("bob", {}, 2)],
    [],
    "finished ada [ada1 bob2] v4",
  ],
  [
    "the creator becomes host when seated",
    [create("ada"), join("bob"), join("ada")],
    ["ada joined 2", "host ada"],
    "waiting ada [bob1 ada2] v3",
  ],
  [
    "the creator is host by creation only once",
    [create("ada"), join("bob"), join("ada"), leave("ada"), join("ada")],
    ["ada joined 3"],
    "waiting bob [bob1 ada3] v5",
  ],

  [
    "leave frees the seat",
    [join("ada"), join("bob"), leave("bob")],
    ["bob left 2 (leave)"],
    "waiting ada [ada1] v3",
  ],
  ["leave without a seat", [join("ada"), leave("bob")], ["not_joined"], "waiting ada [ada1] v1"],
  ["leave without a room", [leave("bob")], ["not_joined"], "no room"],
  [
    "leave of an older takeover changes nothing",
    [join("ada"), join("ada", {}, 2), leave("ada")],
    ["not_joined"],
    "waiting ada [ada1] v2",
  ],
  [
    "the host's seat passes to the lowest one left",
    [join("ada"), join("bob"), join("cleo"), leave("bob"), join("bob"), leave("ada")],
    ["ada left 1 (leave)", "host cleo"],
    "waiting cleo [cleo3 bob4] v6",
  ],
  [
    "the last one leaves an empty room without host",
    [join("ada"), leave("ada")],
    ["ada left 1 (leave)"],
    "waiting - [] v2",
  ],
  [
    "who comes back is host again, in a new seat",
    [join("ada"), leave("ada"), join("ada")],
    ["ada joined 2"],
    "waiting ada [ada2] v3",
  ],

  [
    "the host kicks",
    [join("ada"), join("bob"), kick("ada", "bob")],
    ["bob left 2 (kick)"],
    "waiting ada [ada1] v3",
  ],
  ["an admin kicks", [join("ada"), kick("admin", "ada")], ["ada left 1 (kick)"], "waiting - [] v2"],
  [
    "others don't kick",
    [join("ada"), join("bob"), kick("bob", "ada")],
    ["forbidden"],
    "waiting ada [ada1 bob2] v2",
  ],
  ["kick of nobody", [join("ada"), kick("ada", "eve")], ["no_such_peer"], "waiting ada [ada1] v1"],
  ["kick without a room", [kick("admin", "ada")], ["not_found"], "no room"],

  [
    "the host starts",
    [join("ada", byHost), act("start", "ada")],
    ["started 1/64 v2"],
    "active ada [ada1] v2",
  ],
  [
    "start twice answers the same again",
    [join("ada"), act("start", "ada"), act("start", "ada")],
    [],
    "active ada [ada1] v2",
  ],
  [
    "others don't start",
    [join("ada"), join("bob"), act("start", "bob")],
    ["forbidden"],
    "waiting ada [ada1 bob2] v2",
  ],
  [
    "an older takeover of the host has no rights",
    [join("ada"), join("ada", {}, 2), act("start", "ada")],
    ["forbidden"],
    "waiting ada [ada1] v2",
  ],
  [
    "the creator may start before anyone is seated",
    [create("ada"), act("start", "ada")],
    ["started 0/64 v2"],
    "active - [] v2",
  ],
  [
    "the host finishes",
    [join("ada"), act("start", "ada"), act("finish", "ada")],
    ["finished 1/64 v3"],
    "finished ada [ada1] v3",
  ],
  [
    "nothing finishes before it started",
    [join("ada"), act("finish", "ada")],
    ["bad_request"],
    "waiting ada [ada1] v1",
  ],
  [
    "nothing starts after it finished",
    [join("ada"), act("start", "ada"), act("finish", "ada"), act("start", "ada")],
    ["room_closed"],
    "finished ada [ada1] v3",
  ],
  ["start without a room", [act("start", "admin")], ["not_found"], "no room"],

  [
    "all ready starts a room that waits for that",
    [join("ada", byReady), join("bob"), ready("ada"), ready("bob")],
    ["bob ready", "started 2/64 v4"],
    "active ada [ada1 bob2] v4",
  ],
  [
    "ready without enough members does not",
    [join("ada", { ...byReady, min: 3 }), join("bob"), ready("ada"), ready("bob")],
    ["bob ready"],
    "waiting ada [ada1 bob2] v4",
  ],
  [
    "a newcomer is not ready",
    [join("ada", { ...byReady, min: 2 }), ready("ada"), join("bob")],
    ["bob joined 2"],
    "waiting ada [ada1 bob2] v3",
  ],
  [
    "the only one who is not ready leaves, and the others start",
    [join("ada", byReady), join("bob"), ready("ada"), leave("bob")],
    ["bob left 2 (leave)", "started 1/64 v4"],
    "active ada [ada1] v4",
  ],
  [
    "the only one who is not ready is kicked, and the others start",
    [join("ada", byReady), join("bob"), ready("ada"), kick("ada", "bob")],
    ["bob left 2 (kick)", "started 1/64 v4"],
    "active ada [ada1] v4",
  ],
  [
    "an empty room is not ready",
    [join("ada", { ...byReady, min: 1 }), leave("ada")],
    ["ada left 1 (leave)"],
    "waiting - [] v2",
  ],
  [
    "ready may be taken back",
    [join("ada", { ...byReady, min: 2 }), ready("ada"), ready("ada", false), join("bob"), ready("bob")],
    ["bob ready"],
    "waiting ada [ada1 bob2] v5",
  ],
  ["ready twice says nothing", [join("ada"), ready("ada"), ready("ada")], [], "waiting ada [ada1] v2"],
  ["ready where full counts", [join("ada"), ready("ada")], ["ada ready"], "waiting ada [ada1] v2"],
  ["ready without a seat", [join("ada"), ready("bob")], ["not_joined"], "waiting ada [ada1] v1"],
  [
    "an older takeover is not asked whether it is ready",
    [join("ada"), join("ada", {}, 2), ready("ada")],
    ["not_joined"],
    "waiting ada [ada1] v2",
  ],

  [
    "the host changes the room",
    [join("ada"), update("ada", { capacity: 3 })],
    ["updated 1/3 v2"],
    "waiting ada [ada1] v2",
  ],
  [
    "an admin changes the room",
    [join("ada"), update("admin", { locked: true })],
    ["updated 1/64 v2"],
    "waiting ada [ada1] v2",
  ],
  [
    "others don't change it",
    [join("ada"), join("bob"), update("bob", { locked: true })],
    ["forbidden"],
    "waiting ada [ada1 bob2] v2",
  ],
  [
    "a change to what is so already says nothing",
    [join("ada"), update("ada", { locked: false, min: 1 })],
    [],
    "waiting ada [ada1] v1",
  ],
  [
    "the capacity stays above the seats taken",
    [join("ada"), join("bob"), update("ada", { capacity: 1 })],
    ["bad_request"],
    "waiting ada [ada1 bob2] v2",
  ],
  [
    "a capacity that is then reached starts the room, with one view",
    [join("ada"), join("bob"), update("ada", { capacity: 2 })],
    ["updated 2/2 v3", "started 2/2 v3"],
    "active ada [ada1 bob2] v3",
  ],
  [
    "a lower min starts those who wait for it",
    [join("ada", { ...byReady, min: 2 }), ready("ada"), update("ada", { min: 1 })],
    ["updated 1/64 v3", "started 1/64 v3"],
    "active ada [ada1] v3",
  ],
  [
    "min stays within the capacity",
    [join("ada", two), update("ada", { min: 3 })],
    ["bad_request"],
    "waiting ada [ada1] v1",
  ],
  ["min over capacity makes no room", [join("ada", { ...two, min: 3 })], ["bad_request"], "no room"],
  ["min over capacity creates no room", [create("ada", { min: 65 })], ["bad_request"], "no room"],
  ["update without a room", [update("admin", {})], ["not_found"], "no room"],
  [
    "a locked room takes nobody in",
    [join("ada"), update("ada", { locked: true }), join("bob")],
    ["room_locked"],
    "waiting ada [ada1] v2",
  ],
  [
    "a locked room keeps who is in it, through a takeover",
    [join("ada"), update("ada", { locked: true }), join("ada", {}, 2)],
    [],
    "waiting ada [ada1] v3",
  ],
  [
    "a locked room takes its creator in, once",
    [create("ada", { locked: true }), join("ada"), leave("ada"), join("ada")],
    ["room_locked"],
    "waiting - [] v3",
  ],
  [
    "an unlocked room takes them again",
    [join("ada", { locked: true }), update("ada", { locked: false }), join("bob")],
    ["bob joined 2"],
    "waiting ada [ada1 bob2] v3",
  ],

  [
    "who makes a room needs no password",
    [join("ada", withPassword)],
    ["ada joined 1"],
    "waiting ada [ada1] v1",
  ],
  [
    "a password keeps out who brings none",
    [join("ada", withPassword), join("bob")],
    ["wrong_password"],
    "waiting ada [ada1] v1",
  ],
  [
    "a password keeps out who brings another",
    [join("ada", withPassword), knowing(join("bob"), { salt: "s1", hash: "h2" })],
    ["wrong_password"],
    "waiting ada [ada1] v1",
  ],
  [
    "a proof made with another salt proves nothing",
    [join("ada", withPassword), knowing(join("bob"), { salt: "s2", hash: "h1" })],
    ["wrong_password"],
    "waiting ada [ada1] v1",
  ],
  [
    "a password lets in who brings it",
    [join("ada", withPassword), knowing(join("bob"), secret)],
    ["bob joined 2"],
    "waiting ada [ada1 bob2] v2",
  ],
  [
    "an admin needs no password",
    [join("ada", withPassword), knowing(join("bob"), "admin")],
    ["bob joined 2"],
    "waiting ada [ada1 bob2] v2",
  ],
  [
    "a member needs no password, through a takeover",
    [join("ada"), join("bob"), update("ada", withPassword), join("bob", {}, 2)],
    [],
    "waiting ada [ada1 bob2] v4",
  ],
  [
    "the creator needs no password, once",
    [create("ada", withPassword), join("ada"), leave("ada"), join("ada")],
    ["wrong_password"],
    "waiting - [] v3",
  ],
  [
    "a password that is known opens no lock",
    [join("ada", { ...withPassword, locked: true }), knowing(join("bob"), secret)],
    ["room_locked"],
    "waiting ada [ada1] v1",
  ],
  [
    "a password that is taken away keeps nobody out",
    [join("ada", withPassword), update("ada", { password: null }), join("bob")],
    ["bob joined 2"],
    "waiting ada [ada1 bob2] v3",
  ],
  [
    "taking away what is not there says nothing",
    [join("ada"), update("ada", { password: null })],
    [],
    "waiting ada [ada1] v1",
  ],

  [
    "the host passes its seat on",
    [join("ada"), join("bob"), transfer("ada", "bob")],
    ["host bob"],
    "waiting bob [ada1 bob2] v3",
  ],
  [
    "who has passed it on is host no more",
    [join("ada"), join("bob"), transfer("ada", "bob"), act("start", "ada")],
    ["forbidden"],
    "waiting bob [ada1 bob2] v3",
  ],
  [
    "an admin says who is host",
    [join("ada"), join("bob"), transfer("admin", "bob")],
    ["host bob"],
    "waiting bob [ada1 bob2] v3",
  ],
  ["transfer to oneself says nothing", [join("ada"), transfer("ada", "ada")], [], "waiting ada [ada1] v1"],
  ["transfer to nobody", [join("ada"), transfer("ada", "eve")], ["no_such_peer"], "waiting ada [ada1] v1"],
  [
    "others don't transfer",
    [join("ada"), join("bob"), transfer("bob", "bob")],
    ["forbidden"],
    "waiting ada [ada1 bob2] v2",
  ],
  [
    "after a transfer nobody waits for the creator",
    [create("ada"), join("bob"), join("cleo"), transfer("bob", "cleo"), join("ada")],
    ["ada joined 3"],
    "waiting cleo [bob1 cleo2 ada3] v5",
  ],
  [
    "the host bans who is there",
    [join("ada"), join("bob"), bar("ban", "ada", "bob")],
    ["bob left 2 (ban)"],
    "waiting ada [ada1] v3",
  ],
  [
    "who is banned stays out",
    [join("ada"), join("bob"), bar("ban", "ada", "bob"), join("bob", {}, 2)],
    ["banned"],
    "waiting ada [ada1] v3",
  ],
  [
    "the host bans who is not there",
    [join("ada"), bar("ban", "ada", "bob"), join("bob")],
    ["banned"],
    "waiting ada [ada1] v2",
  ],
  [
    "ban twice says nothing",
    [join("ada"), bar("ban", "ada", "bob"), bar("ban", "ada", "bob")],
    [],
    "waiting ada [ada1] v2",
  ],
  [
    "who is unbanned may come",
    [join("ada"), bar("ban", "ada", "bob"), bar("unban", "ada", "bob"), join("bob")],
    ["bob joined 2"],
    "waiting ada [ada1 bob2] v4",
  ],
  ["unban of nobody says nothing", [join("ada"), bar("unban", "ada", "bob")], [], "waiting ada [ada1] v1"],
  [
    "a banned host's seat passes on",
    [join("ada"), join("bob"), bar("ban", "admin", "ada")],
    ["ada left 1 (ban)", "host bob"],
    "waiting bob [bob2] v3",
  ],
  [
    "others don't ban",
    [join("ada"), join("bob"), bar("ban", "bob", "ada")],
    ["forbidden"],
    "waiting ada [ada1 bob2] v2",
  ],
  ["the host announces", [join("ada"), announce("ada", "hi")], ["host: hi"], "waiting ada [ada1] v2"],
  ["an admin announces", [join("ada"), announce("admin", "hi")], ["admin: hi"], "waiting ada [ada1] v2"],
  [
    "others don't announce",
    [join("ada"), join("bob"), announce("bob", "hi")],
    ["forbidden"],
    "waiting ada [ada1 bob2] v2",
  ],
  ["announce without a room", [announce("admin", "hi")], ["not_found"], "no room"],

  [
    "a spectator takes a seat beside the others",
    [join("ada", { ...bench, ...two }), watch("eve"), join("bob")],
    ["bob joined 3", "started 2/2 v3"],
    "active ada [ada1 eve2 bob3] v3",
  ],
  ["a room has no seats for spectators", [join("ada"), watch("eve")], ["room_full"], "waiting ada [ada1] v1"],
  [
    "a full bench takes nobody, though seats are free",
    [join("ada", bench), watch("eve"), watch("fay")],
    ["room_full"],
    "waiting ada [ada1 eve2] v2",
  ],
  [
    "a full room takes spectators",
    [join("ada", { ...bench, capacity: 1 }), watch("eve")],
    ["eve joined 2"],
    "active ada [ada1 eve2] v2",
  ],
  [
    "a room with spectators only has no host, until a player comes",
    [watch("eve", bench), join("ada")],
    ["ada joined 2", "host ada"],
    "waiting ada [eve1 ada2] v2",
  ],
  ["a room with spectators only waits", [watch("eve", bench)], ["eve joined 1"], "waiting - [eve1] v1"],
  [
    "the last player leaves the spectators without host",
    [join("ada", bench), watch("eve"), leave("ada")],
    ["ada left 1 (leave)", "host null"],
    "waiting - [eve2] v3",
  ],
  [
    "the host's seat passes over spectators",
    [join("ada", bench), watch("eve"), join("bob"), leave("ada")],
    ["ada left 1 (leave)", "host bob"],
    "waiting bob [eve2 bob3] v4",
  ],
  [
    "a seat on the bench is free again",
    [join("ada", bench), watch("eve"), leave("eve"), watch("fay")],
    ["fay joined 3"],
    "waiting ada [ada1 fay3] v4",
  ],
  [
    "spectators hold up no start by ready",
    [join("ada", { ...bench, ...byReady }), watch("eve"), ready("ada")],
    ["ada ready", "started 1/64 v3"],
    "active ada [ada1 eve2] v3",
  ],
  [
    "spectators are not enough to start",
    [join("ada", { ...bench, ...byReady, min: 2 }), watch("eve"), ready("ada")],
    ["ada ready"],
    "waiting ada [ada1 eve2] v3",
  ],
  [
    "a spectator is not asked whether it is ready",
    [join("ada", bench), watch("eve"), ready("eve")],
    ["forbidden"],
    "waiting ada [ada1 eve2] v2",
  ],
  [
    "a spectator can't be host",
    [join("ada", bench), watch("eve"), transfer("ada", "eve")],
    ["forbidden"],
    "waiting ada [ada1 eve2] v2",
  ],
  [
    "a creator who only watches is no host, and becomes it by taking a seat",
    [create("ada", bench), watch("ada"), act("start", "ada")],
    ["forbidden"],
    "waiting - [ada1] v2",
  ],
  [
    "who watches stays where it is when it joins again",
    [join("ada", bench), watch("eve"), join("eve")],
    [],
    "waiting ada [ada1 eve2] v2",
  ],
  [
    "the host removes a spectator",
    [join("ada", bench), watch("eve"), kick("ada", "eve")],
    ["eve left 2 (kick)"],
    "waiting ada [ada1] v3",
  ],
  [
    "the bench stays as long as those who sit on it",
    [join("ada", bench), watch("eve"), update("ada", { spectators: 0 })],
    ["bad_request"],
    "waiting ada [ada1 eve2] v2",
  ],
  [
    "spectators take no seat of the capacity",
    [join("ada", bench), watch("eve"), update("ada", { capacity: 1 })],
    ["updated 1/1 v3", "started 1/1 v3"],
    "active ada [ada1 eve2] v3",
  ],
  [
    "a finished room takes no spectators",
    [join("ada", bench), act("start", "ada"), act("finish", "ada"), watch("eve")],
    ["room_closed"],
    "finished ada [ada1] v3",
  ],

  ["the host closes", [join("ada"), act("close", "ada")], ["closed (host)"], "no room"],
  ["an admin closes", [join("ada"), act("close", "admin")], ["closed (admin)"], "no room"],
  [
    "others don't close",
    [join("ada"), join("bob"), act("close", "bob")],
    ["forbidden"],
    "waiting ada [ada1 bob2] v2",
  ],
  ["close without a room", [act("close", "admin")], ["not_found"], "no room"],
  [
    "sweep ends an empty room before its time",
    [create("ada"), { type: "sweep" }],
    ["closed (empty)"],
    "no room",
  ],
  ["sweep spares who is there", [join("ada"), { type: "sweep" }], [], "waiting ada [ada1] v1"],
  ["sweep without a room", [{ type: "sweep" }], ["not_found"], "no room"],
  ["look changes nothing", [join("ada"), { type: "look" }], [], "waiting ada [ada1] v1"],
  ["look without a room", [{ type: "look" }], ["not_found"], "no room"],
])("%s", (_, commands, said, after) => {
  it(`says ${JSON.stringify(said)}, then ${after}`, () => {
    expect(shown(commands)).toEqual([said, after]);
  });
});

describe("codes", () => {
  const code = (commands: RoomCommand[]) => play(commands).state?.head.code;

  it("[R26] come with the room, or later, and go", () => {
    expect(code([create("ada")])).toBeNull();
    expect(code([create("ada", { code: any("AAAAAA") })])).toBe("AAAAAA");
    expect(code([join("ada", { code: wish("CAFE") })])).toBe("CAFE");
    expect(code([join("ada"), update("ada", { code: any("AAAAAA") })])).toBe("AAAAAA");
    expect(code([join("ada", { code: any("AAAAAA") }), update("ada", { code: null })])).toBeNull();
    expect(code([join("ada", { code: any("AAAAAA") }), update("ada", { capacity: 3 })])).toBe("AAAAAA");
  });

  it("[R26] any code will do for a room that has one; another one is wished for", () => {
    const made = join("ada", { code: any("AAAAAA") });
    expect(play([made, update("ada", { code: any("CCCCCC") })])).toMatchObject({
      said: [],
      state: { head: { code: "AAAAAA" } },
    });
    expect(code([made, update("ada", { code: wish("CCCC") })])).toBe("CCCC");
    expect(play([made, update("ada", { code: wish("AAAAAA") })]).said).toEqual([]);
  });

  it("[R26] belong to one room: of those that were drawn the first free one is taken", () => {
    const taken = (text: string) => text.startsWith("A");
    const drawn = decide(
      null,
      create("ada", { code: any("AAAAAA", "AAAAAC", "CCCCCC", "DDDDDD") }),
      NOW,
      0,
      taken,
    );
    expect(drawn.ok && drawn.patch?.head?.code).toBe("CCCCCC");
    for (const command of [create("ada", { code: wish("AAAA") }), join("ada", { code: wish("AAAA") })]) {
      expect(decide(null, command, NOW, 0, taken)).toMatchObject({ ok: false, error: "already_exists" });
    }
    const { state } = play([join("ada", { code: wish("AAAA") })]);
    const change = (code: SealedOptions["code"]) => decide(state, update("ada", { code }), NOW, 0, taken);
    expect(change(wish("AAAC"))).toMatchObject({ ok: false, error: "already_exists" });
    expect(change(wish("AAAA"))).toMatchObject({ ok: true, patch: null });
  });

  it("[R26] are in what members see, and in nothing else", () => {
    const { state } = play([join("ada", { code: wish("CAFE") })]);
    const { view, inside } = resultOf(state!, true);
    expect(inside).toEqual({ ...view, code: "CAFE" });
    expect(JSON.stringify(view)).not.toContain("CAFE");
  });
});

describe("time", () => {
  const expire: RoomCommand = { type: "expire" };

  it("ends a room that nobody came to, and not before its time", () => {
    const { state } = play([create(null)]);
    expect(dueAt(state!)).toBe(NOW + times.emptyNeverJoined);
    expect(decide(state, expire, NOW + times.emptyNeverJoined - 1)).toMatchObject({ ok: true, patch: null });
    expect(decide(state, expire, NOW + times.emptyNeverJoined)).toMatchObject({
      patch: { closed: true },
      events: [{ type: "room.closed", reason: "empty" }],
    });
  });

  it("ends a room that everyone left, and none with somebody in it", () => {
    expect(dueAt(play([create("ada"), join("ada")]).state!)).toBeNull();
    expect(dueAt(play([join("ada"), leave("ada")]).state!)).toBe(NOW + times.emptyAfterLeave);
    expect(dueAt(play([join("ada"), leave("ada"), join("bob")]).state!)).toBeNull();
    const { state } = play([join("ada")]);
    expect(decide(state, expire, Number.MAX_SAFE_INTEGER)).toMatchObject({ ok: true, patch: null });
    expect(decide(null, expire, NOW)).toMatchObject({ ok: true, patch: null });
  });
});

describe("emptyTtl", () => {
  const hour = 3_600_000;

  it("[R7] is how long a room stays before anybody came, and after everybody left", () => {
    expect(dueAt(play([create("ada", { emptyTtl: hour })]).state!)).toBe(NOW + hour);
    expect(dueAt(play([join("ada", { emptyTtl: 0 })]).state!)).toBeNull();
    expect(dueAt(play([join("ada", { emptyTtl: 0 }), leave("ada")]).state!)).toBe(NOW);
    expect(dueAt(play([join("ada", { emptyTtl: hour }), leave("ada")]).state!)).toBe(NOW + hour);
  });

  it("[R7] counts from its change where the room is empty", () => {
    const { state } = play([create("ada"), join("ada"), leave("ada")]);
    const changed = decide(state, update("admin", { emptyTtl: hour }), NOW + 5_000);
    expect(changed).toMatchObject({ patch: { head: { emptyTtl: hour, emptyUntil: NOW + 5_000 + hour } } });
    const again = decide(
      apply(state, changed.ok ? changed.patch! : {}),
      update("admin", { emptyTtl: hour }),
      NOW,
    );
    expect(again).toMatchObject({ ok: true, patch: null });
    expect(dueAt(play([join("ada"), update("ada", { emptyTtl: hour })]).state!)).toBeNull();
  });
});

describe("spectators", () => {
  it("[R27] keep a room from going, and let it go when they have left", () => {
    const alone = [join("ada", bench), watch("eve"), leave("ada")];
    expect(dueAt(play(alone).state!)).toBeNull();
    expect(dueAt(play([...alone, leave("eve")]).state!)).toBe(NOW + times.emptyAfterLeave);
    expect(play([...alone, { type: "sweep" }]).state).not.toBeNull();
  });

  it("[R27] are counted by themselves, and shown by their role", () => {
    const { view, members } = resultOf(play([join("ada", { spectators: 5 }), watch("eve")]).state!, true);
    expect(view).toMatchObject({ members: 1, spectators: 1, maxSpectators: 5 });
    expect(members.map(({ role }) => role)).toEqual(["player", "spectator"]);
  });
});

describe("bans", () => {
  it("make way for new ones, the oldest first", () => {
    const bans = Array.from({ length: limits.bans + 1 }, (_, i) => bar("ban", "ada", `p${i}`));
    const { state } = play([join("ada"), ...bans]);
    expect(state!.head.banned).toHaveLength(limits.bans);
    expect(decide(state, join("p0"), NOW).ok).toBe(true);
    expect(decide(state, join("p1"), NOW)).toMatchObject({ ok: false, error: "banned" });
  });
});

describe("a lost member", () => {
  const three = [join("ada"), join("bob"), join("cleo")];

  it("keeps its seat, which others see, and takes it up again", () => {
    expect(play([...three, lose("bob")]).said).toEqual(["bob held"]);
    const { state, said } = play([...three, lose("bob"), comeBack("bob")]);
    expect(said).toEqual(["bob returned"]);
    expect(state!.seats.get("bob" as PeerId)).toMatchObject({ seat: 2, gen: 2, heldUntil: null });
  });

  it("is held once, however often that is said", () => {
    const { state, said } = play([...three, lose("bob"), lose("bob")]);
    expect(said).toEqual([]);
    expect(dueAt(state!)).toBe(NOW + times.hold);
  });

  it("leaves when its time is up, all together, and not before", () => {
    const { state } = play([...three, lose("ada"), lose("bob")]);
    expect(decide(state, expire, NOW + times.hold - 1)).toMatchObject({ patch: null });
    const decision = decide(state, expire, NOW + times.hold);
    expect(decision.ok && decision.events.map(told)).toEqual([
      "ada left 1 (lost)",
      "bob left 2 (lost)",
      "host cleo",
    ]);
  });

  it("hands the host's right to who is there, before who is held", () => {
    expect(play([...three, lose("bob"), leave("ada")]).said).toEqual(["ada left 1 (leave)", "host cleo"]);
    expect(play([...three, lose("bob"), lose("cleo"), leave("ada")]).said).toContain("host bob");
  });

  it("may be held by a newer takeover that never got to its seat, but not by an older one", () => {
    expect(play([...three, lose("bob", 2)]).said).toEqual(["bob held"]);
    const { state } = play([...three, lose("bob"), comeBack("bob", 2)]);
    expect(decide(state, lose("bob", 1), NOW)).toMatchObject({ ok: false, error: "not_joined" });
    expect(decide(state, leave("bob", 1), NOW)).toMatchObject({ ok: false, error: "not_joined" });
    expect(decide(state, comeBack("bob", 1), NOW)).toMatchObject({ ok: false, error: "not_joined" });
  });

  it("is seen by nobody as gone where another connection took over in time", () => {
    expect(play([...three, comeBack("bob")]).said).toEqual([]);
  });

  it("leaves at once where seats are not held", () => {
    expect(play([join("ada", { hold: 0 }), join("bob"), lose("bob")]).said).toEqual(["bob left 2 (lost)"]);
  });

  it("can't return to a seat that is gone", () => {
    const { state } = play([join("ada"), join("bob"), kick("ada", "bob")]);
    expect(decide(state, comeBack("bob"), NOW)).toMatchObject({ ok: false, error: "not_joined" });
    expect(decide(null, comeBack("bob"), NOW)).toMatchObject({ ok: false, error: "not_joined" });
  });
});

describe("a room made again", () => {
  it("goes on with the versions of the one before where somebody may compare them", () => {
    const made = decide(null, create("ada"), NOW, 7);
    expect(made.ok && made.patch?.head?.version).toBe(8);
    const joined = decide(null, join("ada", { capacity: 1 }), NOW, 7);
    expect(joined.ok && joined.patch?.head?.version).toBe(8);
    expect(joined.ok && joined.events.map(told)).toEqual(["ada joined 1", "started 1/1 v8"]);
  });
});

describe("options", () => {
  it("take the defaults where they are left out", () => {
    const { view } = resultOf(play([create(null)]).state!, true);
    expect(view).toEqual({
      room,
      status: "waiting",
      capacity: limits.capacity,
      min: 1,
      visibility: "public",
      locked: false,
      hasPassword: false,
      start: "full",
      history: "chat",
      hold: times.hold,
      host: null,
      members: 0,
      spectators: 0,
      maxSpectators: 0,
      createdAt: NOW,
      data: {},
      version: 1,
    });
  });

  it.each([
    ["chat", { keep: null, chat: true }, true],
    ["chat", { keep: null, chat: false }, false],
    ["chat", { keep: true, chat: false }, true],
    ["chat", { keep: false, chat: true }, false],
    ["all", { keep: null, chat: false }, true],
    ["all", { keep: false, chat: true }, false],
    ["none", { keep: null, chat: true }, false],
    ["none", { keep: true, chat: true }, false],
    ["all", { keep: true, chat: true, only: ["ada"] }, false],
  ] as const)("history %s keeps %o: %s", (history, publication, kept) => {
    expect(keeps(history, publication)).toBe(kept);
  });
});

describe("whatever happens", () => {
  const peer = fc.constantFrom("ada", "bob", "cleo", "dan", "eve");
  const gen = fc.integer({ min: 1, max: 2 });
  const options: fc.Arbitrary<SealedOptions> = fc.record(
    {
      capacity: fc.integer({ min: 1, max: 4 }),
      min: fc.integer({ min: 1, max: 3 }),
      locked: fc.boolean(),
      spectators: fc.integer({ min: 0, max: 2 }),
      emptyTtl: fc.constantFrom(0, 5_000, 100_000),
      code: fc.option(fc.constantFrom(wish("CAFE"), wish("TAKEN"), any("TAKEN", "DACHA"), any("TAKEN"))),
      password: fc.option(fc.constantFrom(secret, { salt: "s2", hash: "h2" })),
      start: fc.constantFrom("full", "ready", "host"),
    },
    { requiredKeys: [] },
  );
  const by = fc.oneof(peer, fc.constant("admin"));
  const command: fc.Arbitrary<RoomCommand> = fc.oneof(
    fc.tuple(fc.option(peer), options).map(([who, given]) => create(who, given)),
    { weight: 6, arbitrary: fc.tuple(peer, options, gen).map(([who, given, g]) => join(who, given, g)) },
    { weight: 2, arbitrary: fc.tuple(peer, options).map(([who, given]) => watch(who, given)) },
    { weight: 3, arbitrary: fc.tuple(peer, gen).map(([who, g]) => leave(who, g)) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(peer, fc.constantFrom(secret, "admin" as const))
        .map(([who, proof]) => knowing(join(who), proof)),
    },
    fc.tuple(by, peer).map(([who, whom]) => kick(who, whom)),
    fc.tuple(fc.constantFrom("start", "finish"), by, gen).map(([type, who, g]) => act(type, who, g)),
    fc.tuple(peer, gen).map(([who, g]) => act("close", who, g)),
    {
      weight: 3,
      arbitrary: fc.tuple(peer, fc.boolean(), gen).map(([who, is, g]) => ready(who, is, g)),
    },
    fc.tuple(by, peer).map(([who, to]) => transfer(who, to)),
    fc.tuple(fc.constantFrom("ban", "unban"), by, peer).map(([type, who, whom]) => bar(type, who, whom)),
    by.map((who) => announce(who, "hi")),
    { weight: 2, arbitrary: fc.tuple(by, options).map(([who, changes]) => update(who, changes)) },
    { weight: 3, arbitrary: fc.tuple(peer, gen).map(([who, g]) => lose(who, g)) },
    { weight: 2, arbitrary: fc.tuple(peer, gen).map(([who, g]) => comeBack(who, g)) },
    { weight: 2, arbitrary: fc.constant<RoomCommand>({ type: "expire" }) },
    fc.constant<RoomCommand>({ type: "look" }),
  );

  it("seats stay within capacity and only grow, the host has a seat, versions count, and events tell all of it", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(command, fc.integer({ min: 0, max: 30_000 })), { maxLength: 60 }),
        (steps) => {
          let state: RoomState | null = null;
          let now = NOW;
          let highest = 0;
          /** What somebody knows who only hears the events. */
          let heard = new Map<string, number>();
          let heardHost: string | null = null;
          for (const [step, ms] of steps) {
            now += ms;
            const version: number = state?.head.version ?? 0;
            const before = state ? structuredClone(state) : null;
            const decision = decide(state, step, now, 0, (code) => code === "TAKEN");
            // Deciding touches nothing.
            expect(state).toEqual(before);
            if (!decision.ok) continue;
            if (before?.head.password && step.type === "join" && !before.seats.has(step.fence.peer)) {
              const known = step.proof === "admin" || step.proof?.hash === before.head.password.hash;
              expect(known || before.head.creator === step.fence.peer).toBe(true);
            }
            if (!decision.patch) expect(decision.events).toEqual([]);
            if (decision.patch) state = apply(state, decision.patch);
            for (const event of decision.events) {
              if (event.type === "member.joined") {
                if (heard.size === 0) heardHost = event.member.role === "player" ? event.member.peer : null;
                heard.set(event.member.peer, event.member.seat);
                expect(event.member.seat).toBeGreaterThan(highest);
                highest = event.member.seat;
              } else if (event.type === "member.left") heard.delete(event.peer);
              else if (event.type === "member.held" || event.type === "member.returned") {
                expect(event.member.state).toBe(event.type === "member.held" ? "held" : "online");
                expect(heard.get(event.member.peer)).toBe(event.member.seat);
              } else if (event.type === "member.updated") {
                expect(heard.get(event.member.peer)).toBe(event.member.seat);
              } else if (event.type === "host.changed") heardHost = event.host;
              else if (event.type === "room.closed") heard = new Map();
              else if (event.type === "notice") expect(event.text).toBe("hi");
              else expect(event.view).toEqual(resultOf(state!, true).inside);
            }
            if (!state) {
              highest = 0;
              continue;
            }
            const { head, seats } = state;
            expect(head.code).not.toBe("TAKEN");
            expect(head.version).toBe(decision.patch ? version + 1 : version);
            const players = [...seats.values()].filter(({ role }) => role === "player");
            expect(players.length).toBeLessThanOrEqual(head.capacity);
            expect(head.watching).toBe(seats.size - players.length);
            expect(head.watching).toBeLessThanOrEqual(head.spectators);
            for (const who of seats.keys()) expect(head.banned.map(({ peer }) => peer)).not.toContain(who);
            expect(head.min).toBeLessThanOrEqual(head.capacity);
            if (head.status === "waiting") {
              const allReady = players.every((seat) => seat.ready);
              if (head.start === "full") expect(players.length).toBeLessThan(head.capacity);
              if (head.start === "ready") expect(allReady && players.length >= head.min).toBe(false);
            }
            expect(head.host !== null).toBe(players.length > 0);
            if (head.host !== null) expect(players.map((seat) => seat.peer)).toContain(head.host);
            expect(head.emptyUntil !== null).toBe(seats.size === 0);
            expect(new Map([...seats].map(([who, { seat }]) => [who as string, seat]))).toEqual(heard);
            if (seats.size > 0) expect(head.host).toBe(heardHost);
            for (const { seat } of seats.values()) expect(seat).toBeLessThan(head.nextSeat);
            const held = [...seats.values()].filter(({ heldUntil }) => heldUntil !== null);
            expect([...state.held].sort()).toEqual(held.map((seat) => seat.peer as string).sort());
            const due = [
              ...held.map(({ heldUntil }) => heldUntil!),
              ...(head.emptyUntil === null ? [] : [head.emptyUntil]),
            ];
            expect(dueAt(state)).toBe(due.length > 0 ? Math.min(...due) : null);
            // What one look has changed may want another: a room with no time to stay that has just become empty.
            if (step.type === "expire" && !decision.patch)
              for (const until of due) expect(until).toBeGreaterThan(now);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
