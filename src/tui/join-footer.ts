// The footer of the join screen: the keys that do something just now, as many as there is room for.
import { type JoinKey, joinKeys } from "./keymaps/join.ts";
import { whyNot, whyNotOn } from "./state/join-rights.ts";
import { type JoinState, selfOf } from "./state/join-state.ts";
import { width } from "./state/text.ts";

/** Always there: the last two. */
const LAST: readonly JoinKey[] = ["help", "quit"];

export function joinFooter(state: JoinState, columns: number): string {
  const { asking, line, typing, overlay } = state;
  if (asking) return asking.by === "key" ? "y yes · n no" : "Enter close · Esc back";
  if (typing) return "Enter send · Esc back";
  if (line.open === "command") return "Enter do · Tab complete · ↑ earlier · Esc back";
  if (line.open === "filter") return "Enter keep · Esc show all";
  if (overlay) return "↑ ↓ scroll · y copy · Esc back";
  const words = (actions: (action: JoinKey) => boolean): string[] =>
    joinKeys
      .filter(({ action, footer }) => footer && actions(action))
      .map(({ action, label, footer }) => `${label} ${wordOf(state, action) ?? footer}`);
  const last = words((action) => LAST.includes(action)).join(" · ");
  let text = last;
  for (
    let some = words((action) => !LAST.includes(action) && works(state, action));
    some.length > 0;
    some.pop()
  ) {
    text = `${some.join(" · ")} · ${last}`;
    if (width(text) < columns) return text;
  }
  return last;
}

function works(state: JoinState, action: JoinKey): boolean {
  switch (action) {
    case "kick":
      return whyNot(state, "kick") === null && whyNotOn(state, "kick", state.selected) === null;
    case "ready":
    case "start":
    case "finish":
      return whyNot(state, action) === null;
    case "lock":
      return whyNot(state, state.view?.locked ? "unlock" : "lock") === null;
    case "type":
    case "invite":
      return state.ended === null;
    case "open":
      return state.focus === "seats"
        ? state.selected !== ""
        : state.focus === "events" && state.log.selected !== null;
    default:
      return true;
  }
}

function wordOf(state: JoinState, action: JoinKey): string | undefined {
  if (action === "ready" && selfOf(state)?.ready) return "not ready";
  if (action === "lock" && state.view?.locked) return "unlock";
  return undefined;
}
