// The handlers as one table: a request without a handler does not compile.
import type { Params, Reply, RequestType } from "../../protocol/requests.ts";
import type { Engine } from "../engine.ts";
import type { Hub } from "../hub.ts";
import type { Session } from "../session.ts";
import { announce } from "./announce.ts";
import { ban } from "./ban.ts";
import { close } from "./close.ts";
import { create } from "./create.ts";
import { finish } from "./finish.ts";
import { hello } from "./hello.ts";
import { history } from "./history.ts";
import { join } from "./join.ts";
import { kick } from "./kick.ts";
import { leave } from "./leave.ts";
import { lobbyUnwatch } from "./lobby-unwatch.ts";
import { lobbyWatch } from "./lobby-watch.ts";
import { match } from "./match.ts";
import { memberUpdate } from "./member-update.ts";
import { ping } from "./ping.ts";
import { publish } from "./publish.ts";
import { push } from "./push.ts";
import { refresh } from "./refresh.ts";
import { report } from "./report.ts";
import { room } from "./room.ts";
import { roomUpdate } from "./room-update.ts";
import { rooms } from "./rooms.ts";
import { signal } from "./signal.ts";
import { start } from "./start.ts";
import { subscribe } from "./subscribe.ts";
import { transfer } from "./transfer.ts";
import { unban } from "./unban.ts";
import { unsubscribe } from "./unsubscribe.ts";
import { watch } from "./watch.ts";

export interface Context {
  session: Session;
  hub: Hub;
  engine: Engine;
  /** Run when the reply has gone out, if the handler sets it. */
  answered: (() => void) | null;
}

/** Calls the engine before its first await: that is what keeps a peer's requests in order. */
export type Handler<K extends RequestType> = (context: Context, params: Params<K>) => Promise<Reply<K>>;

const handlers: { readonly [K in RequestType]: Handler<K> } = {
  announce,
  ban,
  close,
  create,
  finish,
  hello,
  history,
  join,
  kick,
  leave,
  "lobby.unwatch": lobbyUnwatch,
  "lobby.watch": lobbyWatch,
  match,
  "member.update": memberUpdate,
  ping,
  publish,
  push,
  refresh,
  report,
  room,
  "room.update": roomUpdate,
  rooms,
  signal,
  start,
  subscribe,
  unsubscribe,
  transfer,
  unban,
  watch,
};

export const handlerOf = <K extends RequestType>(type: K): Handler<K> => handlers[type];
