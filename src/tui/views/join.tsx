// The join screen, drawn.
import { joinFrame } from "../state/join-lines.ts";
import type { KeyHelp } from "../state/join-overlay.ts";
import type { JoinState } from "../state/join-state.ts";
import { Lines } from "./lines.tsx";

interface Props {
  state: JoinState;
  footer: string;
  keys: readonly KeyHelp[];
  columns: number;
  rows: number;
}

export const JoinView = ({ state, ...spec }: Props) => <Lines lines={joinFrame(state, spec)} />;
