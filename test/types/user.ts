// What a user of the package writes, checked against the types that are published: no library of ours is installed there.
import { connect, serve } from "rtrooms";
import { connect as connectInPage, type Lobby, type Room } from "rtrooms/client";
import { errors, type Params, type Reply, RtError } from "rtrooms/protocol";

const namespaces = { games: { room: { capacity: 4 }, cadenceMs: 16, events: { move: ["x"] } } };
const server = await serve({ port: 0, namespaces });
const client = await connect({ url: server.url, name: "ada" });
const room: Room = await client.join("duel", { create: { capacity: 2 } });
const said: Reply<"publish"> = await room.say("hello");
const offset: number | undefined = said.offset;
room.on("member.joined", ({ member }) => member.seat.toFixed());
const listing: Params<"rooms"> = { limit: 10 };
const { rooms } = await client.request("rooms", listing);
const status: "waiting" | "active" | "finished" | undefined = rooms[0]?.status;
const lobby: Lobby = await client.lobby({ available: 1 });
const seats: number | undefined = lobby.rooms.get(room.id)?.capacity;
lobby.on("removed", (view) => view.status.toUpperCase());
const retryable: boolean = errors.room_full.retryable;
const refused = new RtError("room_full").code === "room_full";

// @ts-expect-error: there is no such right
await serve({ defaults: { auth: { anonymous: ["fly"] } } });
// @ts-expect-error: a capacity is a number
await client.join("duel", { create: { capacity: "2" } });
// @ts-expect-error: there is no such request
await client.request("fly", {});
// @ts-expect-error: a signal has a kind
await client.request("signal", { room: room.id, to: room.self.peer, data: null });

// @ts-expect-error: a lobby has no such event
lobby.on("vanished", () => {});

export { connectInPage, offset, refused, retryable, seats, status };
