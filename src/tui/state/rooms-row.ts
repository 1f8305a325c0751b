// A room as a row of the console: inert texts, the columns it is shown in, and the orders it can stand in.
import type { RoomId } from "../../protocol/ids.ts";
import { safeText } from "../../protocol/safe-text.ts";
import type { RoomView, Status } from "../../protocol/shapes.ts";
import { age, shortPeer } from "./format.ts";
import type { Column } from "./table.ts";
import type { Role } from "./theme.ts";

export interface RoomRow {
  id: RoomId;
  name: string;
  status: string;
  members: number;
  capacity: number;
  watching: number;
  createdAt: number;
  queue: string;
  visibility: string;
  locked: boolean;
  hasPassword: boolean;
  host: string;
  /** What a text in a filter is looked for in, in lower case. */
  searched: string;
}

export function roomRow(view: RoomView): RoomRow {
  const name = safeText(view.room);
  const queue = safeText(view.queue ?? "");
  const host = safeText(view.host ?? "");
  return {
    id: view.room,
    name,
    queue,
    host,
    status: safeText(view.status),
    visibility: safeText(view.visibility),
    members: view.members,
    capacity: view.capacity,
    watching: view.spectators,
    createdAt: view.createdAt,
    locked: view.locked,
    hasPassword: view.hasPassword,
    searched: `${name} ${queue} ${host}`.toLowerCase(),
  };
}

const statusRoles: Record<Status, Role> = { waiting: "warn", active: "good", finished: "faint" };

export const statusRole = (status: string): Role | undefined =>
  Object.hasOwn(statusRoles, status) ? statusRoles[status as Status] : undefined;

const flagsOf = ({ locked, hasPassword }: RoomRow): string =>
  [locked ? "lock" : "", hasPassword ? "pass" : ""].filter(Boolean).join(" ");

export const seatsText = ({ members, capacity, watching }: RoomRow): string =>
  `${members}/${capacity}${watching > 0 ? `+${watching}` : ""}`;

/** By the title of a column; what is greater stands lower until the order is reversed. */
const orders = {
  NAME: (a, b) => byText(a.name, b.name),
  STATUS: (a, b) => byText(a.status, b.status),
  MEMBERS: (a, b) => a.members - b.members,
  AGE: (a, b) => b.createdAt - a.createdAt,
  FLAGS: (a, b) => byText(flagsOf(a), flagsOf(b)),
  VISIBILITY: (a, b) => byText(a.visibility, b.visibility),
  QUEUE: (a, b) => byText(a.queue, b.queue),
  HOST: (a, b) => byText(a.host, b.host),
} satisfies Record<string, (a: RoomRow, b: RoomRow) => number>;

export type SortColumn = keyof typeof orders;
export const sortColumns = Object.keys(orders) as SortColumn[];

export interface Sort {
  column: SortColumn;
  descending: boolean;
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Rooms that are equal in the column stand by name, whichever way that one goes. */
export function orderOf({ column, descending }: Sort): (a: RoomRow, b: RoomRow) => number {
  const by: (a: RoomRow, b: RoomRow) => number = orders[column];
  const sign = descending ? -1 : 1;
  return (a, b) => sign * by(a, b) || byText(a.name, b.name);
}

/** From this width on a host is shown: before, names need the space more. */
const HOST_FROM = 92;

export function roomColumns(now: number, columns: number): Column<RoomRow>[] {
  const all: (Column<RoomRow> & { title: SortColumn })[] = [
    { title: "NAME", text: ({ name }) => name },
    {
      title: "STATUS",
      width: 8,
      rank: 1,
      text: ({ status }) => status,
      look: ({ status }) => ({ role: statusRole(status) }),
    },
    { title: "MEMBERS", width: 8, align: "right", text: seatsText },
    { title: "AGE", width: 4, align: "right", rank: 2, text: ({ createdAt }) => age(now - createdAt) },
    { title: "FLAGS", width: 9, rank: 3, text: flagsOf, look: () => ({ role: "warn" }) },
    { title: "VISIBILITY", width: 11, rank: 4, text: ({ visibility }) => visibility },
    { title: "QUEUE", width: columns < 120 ? 10 : 18, rank: 5, text: ({ queue }) => queue },
    {
      title: "HOST",
      width: columns < 120 ? 10 : 20,
      rank: 6,
      text: ({ host }) => shortPeer(host, hostWidth),
    },
  ];
  const hostWidth = columns < 120 ? 10 : 20;
  return columns < HOST_FROM ? all.filter(({ title }) => title !== "HOST") : all;
}
