// A link with every member of a room, kept in step with who is there.
import type { PeerId } from "../protocol/ids.ts";
import type { Member } from "../protocol/shapes.ts";
import type { Client } from "./connect.ts";
import { Emitter } from "./emitter.ts";
import type { Link } from "./link.ts";
import { NegotiatedLink } from "./negotiated-link.ts";
import type { Room } from "./room.ts";

export interface MeshOptions {
  /** Default: the global one. Node has none. */
  RTCPeerConnection?: typeof RTCPeerConnection;
  /** In addition to, or in place of, the server's ICE servers. */
  configuration?: RTCConfiguration;
}

interface MeshSetting extends MeshOptions {
  client: Pick<Client, "welcome" | "on">;
  /** An earlier mesh of this room was closed, so offers to it may have been missed. */
  again: boolean;
}

type WithRtc = MeshSetting & { RTCPeerConnection: typeof RTCPeerConnection };

export interface MeshEvents {
  /** Any change of a link; the last one of each has the state `closed`. */
  link: Link;
  data: { peer: PeerId; data: string | ArrayBuffer };
  track: { peer: PeerId; track: MediaStreamTrack; streams: readonly MediaStream[] };
}

export interface Mesh {
  readonly links: ReadonlyMap<PeerId, Link>;
  readonly closed: boolean;
  on<K extends keyof MeshEvents>(event: K, listener: (payload: MeshEvents[K]) => void): () => void;
  /** To every member whose channel is open, or to the one named; answers how many that were. */
  send(data: string | ArrayBuffer, to?: PeerId): number;
  /** Sends the track to all members, also to those who come later, until the answer is called. */
  addTrack(track: MediaStreamTrack, stream: MediaStream): () => void;
  close(): void;
}

export function openMesh(room: Room, setting: MeshSetting): Mesh {
  const RTC = setting.RTCPeerConnection ?? globalThis.RTCPeerConnection;
  if (!RTC) {
    throw new TypeError("There is no WebRTC here: give mesh() an RTCPeerConnection.");
  }
  return new RoomMesh(room, { ...setting, RTCPeerConnection: RTC });
}

class RoomMesh implements Mesh {
  readonly links = new Map<PeerId, NegotiatedLink>();
  closed = false;
  readonly #room: Room;
  readonly #setting: WithRtc;
  readonly #emitter = new Emitter<MeshEvents>();
  readonly #tracks = new Map<MediaStreamTrack, MediaStream>();
  readonly #offs: (() => void)[];

  constructor(room: Room, setting: WithRtc) {
    this.#room = room;
    this.#setting = setting;
    for (const member of room.members.values()) this.#link(member, setting.again);
    this.#offs = [
      room.on("member.joined", ({ member }) => this.#link(member, false)),
      room.on("member.left", ({ peer }) => this.#unlink(peer, false)),
      setting.client.on("ice", () => this.#configure()),
      room.on("resumed", () => this.#resume()),
      room.on("joined", () => this.#relink()),
      room.on("moved", () => this.#relink()),
      room.on("closed", () => this.close()),
      // Last: it may be handed signals that came before there was a mesh.
      room.on("signal", (signal) => this.links.get(signal.from)?.receive(signal)),
    ];
  }

  on<K extends keyof MeshEvents>(event: K, listener: (payload: MeshEvents[K]) => void): () => void {
    return this.#emitter.on(event, listener);
  }

  send(data: string | ArrayBuffer, to?: PeerId): number {
    let reached = 0;
    for (const { peer, channel } of this.links.values()) {
      if ((to && peer !== to) || channel?.readyState !== "open") continue;
      // Two calls, since the browser's overloads don't take the union.
      if (typeof data === "string") channel.send(data);
      else channel.send(data);
      reached += 1;
    }
    return reached;
  }

  addTrack(track: MediaStreamTrack, stream: MediaStream): () => void {
    this.#tracks.set(track, stream);
    for (const link of this.links.values()) link.addTrack(track, stream);
    return () => {
      if (!this.#tracks.delete(track)) return;
      for (const link of this.links.values()) link.removeTrack(track);
    };
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const off of this.#offs) off();
    for (const peer of [...this.links.keys()]) this.#unlink(peer, !this.#room.ended);
  }

  #link(other: Member, again: boolean): void {
    const { peer } = other;
    if (peer === this.#room.self.peer) return;
    // Signals are for players.
    if (other.role === "spectator" || this.#room.members.get(this.#room.self.peer)?.role === "spectator")
      return;
    // The same peer with another seat: it left and came back.
    this.#unlink(peer, false);
    const { RTCPeerConnection, configuration, client } = this.#setting;
    const link: NegotiatedLink = new NegotiatedLink(other, this.#room.self, {
      RTCPeerConnection,
      // Chromium with a pool reuses its credentials in the first ICE restart.
      configuration: () => ({
        iceServers: client.welcome.iceServers,
        iceCandidatePoolSize: 0,
        ...configuration,
      }),
      tracks: this.#tracks,
      signal: (kind, data, exchange) => this.#room.signal(peer, kind, data, exchange),
      report: (state, pair, exchange) => {
        // Others would learn from a report that is lost, and can't be reached either.
        this.#room.report({ to: peer, state, exchange, ...(pair && { pair }) }).catch(() => {});
      },
      changed: () => this.#emitter.emit("link", link),
      data: (data) => this.#emitter.emit("data", { peer, data: data as string | ArrayBuffer }),
      track: ({ track, streams }) => this.#emitter.emit("track", { peer, track, streams }),
    });
    this.links.set(peer, link);
    link.start(again);
  }

  #unlink(peer: PeerId, there: boolean): void {
    const link = this.links.get(peer);
    this.links.delete(peer);
    link?.close(there);
  }

  /** Credentials are asked for when a link looks for a way, which may be long after it was made. */
  #configure(): void {
    for (const link of this.links.values()) link.configure();
  }

  /** The links are still those of the same peers; what was sent while the server was away is lost. */
  #resume(): void {
    const { members } = this.#room;
    this.#configure();
    for (const [peer, link] of [...this.links]) {
      if (members.get(peer)?.seat === link.seat) link.resume();
      else this.#unlink(peer, false);
    }
    for (const member of members.values()) if (!this.links.has(member.peer)) this.#link(member, true);
  }

  /** After a rejoin this peer is another, and for the others as well: every link begins anew. */
  #relink(): void {
    for (const peer of [...this.links.keys()]) this.#unlink(peer, false);
    for (const member of this.#room.members.values()) this.#link(member, false);
  }
}
