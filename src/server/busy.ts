// Which rooms are busy and what each namespace does, as far as the one who asks may know of them.
import { isTopic, namespaceOf, type RoomKey, roomOf } from "../core/engine.ts";
import type { Hub } from "../core/hub.ts";
import { type Grant, reaches, seesAll } from "../core/rights.ts";
import type { Namespace } from "../protocol/ids.ts";
import type { NamespaceFigures, TopRoom } from "../protocol/stats.ts";

/** How many are shown. */
const MOST = 20;
/** Of the busiest so many are looked at: enough, unless most of them are private. */
const LOOKED_AT = 3 * MOST;

export interface Viewer {
  /** Only of this namespace; null: of all. */
  only: Namespace | null;
  grant: Pick<Grant, "admin" | "scopes" | "rooms">;
}

/** A token is for the namespace it was shown in, but for the server's own; who needs none, being on this machine, sees what is public in all. */
export function viewerOf(grant: Grant, namespace: Namespace): Viewer {
  const signed = grant.subject !== undefined || grant.namespaces !== undefined;
  const ofNobody = !grant.admin && !signed && grant.scopes.length === 0;
  return { only: ofNobody || (grant.admin && !signed) ? null : namespace, grant };
}

export async function topRooms(hub: Hub, { only, grant }: Viewer): Promise<TopRoom[]> {
  const candidates: { key: RoomKey; rate: number }[] = [];
  for (const { key, rate } of hub.followed()) {
    if (rate === 0 || isTopic(key)) continue;
    if ((only === null || namespaceOf(key) === only) && reaches(grant, roomOf(key)))
      candidates.push({ key, rate });
  }
  candidates.sort((a, b) => b.rate - a.rate).splice(LOOKED_AT);
  const views = await hub.engine.views(candidates.map(({ key }) => key));
  return candidates
    .flatMap(({ key, rate }, at): TopRoom[] => {
      const view = views[at];
      if (!view || (view.visibility === "private" && !seesAll(grant))) return [];
      const { room, status, members, capacity } = view;
      return [{ namespace: namespaceOf(key), room, status, members, capacity, perSecond: round(rate) }];
    })
    .slice(0, MOST);
}

/** Walks over all that is connected here: for who asks now and then. */
export function namespacesOf(hub: Hub, { only }: Viewer): Record<string, NamespaceFigures> {
  const found = new Map<Namespace, NamespaceFigures>();
  const of = (namespace: Namespace): NamespaceFigures => {
    let figures = found.get(namespace);
    if (!figures) {
      figures = { connections: 0, rooms: 0, perSecond: 0 };
      found.set(namespace, figures);
    }
    return figures;
  };
  for (const { namespace } of hub.sessions.values()) of(namespace).connections++;
  for (const { key, rate } of hub.followed()) {
    const figures = of(namespaceOf(key));
    if (!isTopic(key)) figures.rooms++;
    figures.perSecond += rate;
  }
  const shown = [...found].filter(([namespace]) => only === null || namespace === only);
  return Object.fromEntries(
    shown.map(([namespace, figures]) => [namespace, { ...figures, perSecond: round(figures.perSecond) }]),
  );
}

const round = (rate: number): number => Number(rate.toFixed(1));
