// A world that is the same each time, for the processes behind golden screens: preloaded by `node --import`.
import crypto from "node:crypto";
import { openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import os from "node:os";

const { SCREENS_WORLD: folder, SCREENS_SEED: seed = "1" } = process.env;
/** The port that is typed and shown. What really listens is wherever there was room. */
const SHOWN_PORT = 7420;

// The clock stands where its file says: all processes of a scenario have the same time, and the scenario moves it.
const clock = openSync(`${folder}/clock`, "r");
const time = new Float64Array(1);
const now = () => {
  readSync(clock, time, 0, 8, 0);
  return time[0];
};
const RealDate = Date;
RealDate.now = now;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => (args.length === 0 ? new target(now()) : new target(...args)),
});

// The clock that nobody sets goes on, from the same time: what lasts is waited for, and what it stamps is of that minute.
Object.defineProperty(performance, "timeOrigin", { value: now() - performance.now() });

// Mulberry32: ids and invite codes are the same each time as long as they are asked for in the same order.
let state = Number(seed);
const dice = () => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return (mixed ^ (mixed >>> 14)) >>> 24;
};
crypto.randomFillSync = (buffer, offset = 0, size = buffer.length - offset) => {
  for (let i = offset; i < offset + size; i++) buffer[i] = dice();
  return buffer;
};
crypto.randomBytes = (size) => crypto.randomFillSync(Buffer.alloc(size));
crypto.randomUUID = () => {
  const hex = crypto.randomBytes(16).toString("hex");
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
};
// Waits between attempts to connect are as long as they may be.
Math.random = () => 0.99;

const { listen, address } = net.Server.prototype;
net.Server.prototype.listen = function (...args) {
  const options = typeof args[0] === "object" ? args[0] : undefined;
  const asked = Number(options?.port ?? args[0]);
  if (asked !== SHOWN_PORT) return listen.apply(this, args);
  this.shown = true;
  this.once("listening", () => writeFileSync(`${folder}/port`, String(address.call(this).port)));
  const rest = args.slice(1);
  return listen.call(this, options ? { ...options, port: 0 } : 0, ...rest);
};
net.Server.prototype.address = function () {
  const real = address.call(this);
  return this.shown && real ? { ...real, port: SHOWN_PORT } : real;
};
const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (Number(options?.port) !== SHOWN_PORT) return connect.apply(this, args);
  options.port = Number(readFileSync(`${folder}/port`, "utf8"));
  // Where nobody answers, the message names the port.
  this.prependListener("error", (error) => {
    error.message = error.message.replace(`:${error.port}`, `:${SHOWN_PORT}`);
  });
  return connect.apply(this, args);
};

os.networkInterfaces = () => ({
  lo: [{ address: "127.0.0.1", netmask: "255.0.0.0", family: "IPv4", internal: true, cidr: "127.0.0.1/8" }],
  eth0: [
    {
      address: "192.168.1.20",
      netmask: "255.255.255.0",
      family: "IPv4",
      internal: false,
      cidr: "192.168.1.20/24",
    },
  ],
});
os.hostname = () => "ada-laptop";

syncBuiltinESMExports();
