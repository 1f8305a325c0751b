// What one may do in the room just now, and why not; and what is asked before it is done.
import type { Command, CommandName } from "./join-commands.ts";
import { type Asking, isHost, type JoinState, personOf, selfOf } from "./join-state.ts";

const HOSTS: readonly CommandName[] = [
  ...(["start", "finish", "lock", "unlock", "kick", "ban", "host", "announce"] as const),
  ...(["set", "capacity", "min", "visibility", "startmode", "close"] as const),
];
/** What a token may be good for without its peer being host. */
const ORDER: readonly CommandName[] = ["kick", "ban", "lock", "unlock", "announce", "close"];
export const keepsOrder = (does: CommandName): boolean => ORDER.includes(does);

const FREE: readonly CommandName[] = ["leave", "help", "invite"];

/** Null where nothing is against it. */
export function whyNot(state: JoinState, does: CommandName): string | null {
  const { view, ended } = state;
  if (FREE.includes(does)) return null;
  if (ended || !view) return "you have no seat in the room any more · q leaves";
  if (HOSTS.includes(does) && !isHost(state)) {
    return `only the host may do that: ${personOf(state, view.host ?? "")}`;
  }
  return whyNotNow(state, does);
}

function whyNotNow({ view, ...state }: JoinState, does: CommandName): string | null {
  if (!view) return null;
  switch (does) {
    case "ready":
    case "unready":
      return selfOf({ ...state, view })?.watches ? "spectators watch: it is for players to be ready" : null;
    case "start":
      return view.status === "waiting" ? null : `the room is ${view.status} already`;
    case "finish":
      if (view.status === "finished") return "the room is finished already";
      return view.status === "active" ? null : "the room has to start before it can finish";
    case "lock":
      return view.locked ? "the room is locked already" : null;
    case "unlock":
      return view.locked ? null : "the room is not locked";
    default:
      return null;
  }
}

/** Why a command about a member can't be about this one. */
export function whyNotOn(state: JoinState, does: "kick" | "ban" | "host", peer: string): string | null {
  if (peer === state.self) return "select another member with ↑ and ↓ first";
  const person = state.people.find((each) => each.peer === peer);
  if (!person) return "nobody is selected";
  if (does === "host" && person.watches) return `${person.name} only watches and can't be host`;
  return null;
}

/** The question before what can't be undone; null where nothing is asked. */
export function questionFor(state: JoinState, command: Command): Asking | null {
  const ask = (question: string, by: Asking["by"] = "key"): Asking => ({ question, command, by });
  switch (command.does) {
    case "kick":
      return ask(`Remove ${personOf(state, command.peer)} from the room?`);
    case "ban":
      return ask(`Remove ${personOf(state, command.peer)} and keep them out?`);
    case "host":
      return ask(`Make ${personOf(state, command.peer)} host in your place?`);
    case "finish":
      return ask(`Finish ${state.room}? Nobody can join it any more.`);
    case "close":
      return ask(`Close ${state.room} for everybody? Type its name:`, "name");
    case "leave":
      return state.view?.status === "active" && !state.ended && !selfOf(state)?.watches
        ? ask(`Leave ${state.room} while it is active?`)
        : null;
    default:
      return null;
  }
}
