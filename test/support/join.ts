// A room as the join screen has it, for tests of its state and its lines.
import type { Member, RoomView } from "../../src/protocol/shapes.ts";
import { reduceJoin } from "../../src/tui/state/join.ts";
import { initialJoin, type JoinAction, type JoinState } from "../../src/tui/state/join-state.ts";

export const NOW = 1_000_000;

export const member = (peer: string, name: string, seat: number, more: Partial<Member> = {}) =>
  ({
    peer,
    name,
    seat,
    role: "player",
    state: "online",
    ready: false,
    data: {},
    joinedAt: 0,
    ...more,
  }) as Member;

export const view = (more: Partial<RoomView> = {}) =>
  ({
    ...{ room: "duel", status: "waiting", capacity: 4, min: 1, visibility: "public", locked: false },
    ...{ hasPassword: false, start: "full", history: "chat", hold: 30_000, host: "p1", members: 3 },
    ...{ spectators: 0, maxSpectators: 0, createdAt: 1, data: {}, version: 1, ...more },
  }) as unknown as RoomView;

export const seated = (more: Partial<RoomView> = {}, self = "p2", members = three()): JoinAction => ({
  ...{ type: "joined", view: view(more), self, members, messages: [], again: false },
});

export const three = (): Member[] => [
  member("p2", "bob", 2),
  member("p1", "ada", 1, { data: { score: 3, team: "red" } }),
  member("p3", "cleo", 3),
];

export const happens = (type: string, more: object): JoinAction =>
  ({ type, room: "duel", ...more }) as unknown as JoinAction;

/** Each action, with how much later it comes. */
export function reached(...steps: (JoinAction | [JoinAction, number])[]): JoinState {
  let now = NOW;
  return steps.reduce<JoinState>(
    (state, step) => {
      const [action, later] = Array.isArray(step) ? step : [step, 0];
      now += later;
      return reduceJoin(state, action, now);
    },
    initialJoin("duel", NOW),
  );
}

export const texts = ({ log }: JoinState): string[] =>
  log.entries.map(({ who, text }) => (who === undefined ? text : `${who}: ${text}`));
