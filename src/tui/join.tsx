// A seat in a room as a screen.
import type { Size } from "./canvas.ts";
import { joinFooter } from "./join-footer.ts";
import { type JoinSetting, openSeat } from "./join-session.ts";
import { helpOf, listKeys } from "./keymap.ts";
import { joinKeys } from "./keymaps/join.ts";
import { runScreen, type ScreenEnd } from "./screen.tsx";
import { joinCursor } from "./state/join-lines.ts";
import type { JoinState } from "./state/join-state.ts";
import { JoinView } from "./views/join.tsx";

// The way out first, since there are more keys than lines.
const last = joinKeys.filter(({ action }) => action === "help" || action === "quit");
const keys = [
  ...helpOf(last),
  ...helpOf(joinKeys.filter((binding) => !last.includes(binding))),
  ...helpOf(listKeys),
];

const View = ({ state, ...size }: Size & { state: JoinState }) => (
  <JoinView state={state} footer={joinFooter(state, size.columns)} keys={keys} {...size} />
);

export async function joinScreen(setting: JoinSetting): Promise<ScreenEnd> {
  const { store, onKey, stop } = openSeat(setting);
  try {
    return await runScreen({ store, View, cursor: joinCursor, onKey });
  } finally {
    stop();
  }
}
