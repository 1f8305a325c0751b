// A place in a list that changes under it: the selected row by its id, and which part of the list is shown.

export interface Place {
  /** Null while the list is empty. */
  selected: string | null;
  /** Where `selected` was, for when it goes. */
  at: number;
  /** The first row that is shown. */
  top: number;
}

export const startOfList: Place = { selected: null, at: 0, top: 0 };

const between = (value: number, least: number, most: number): number =>
  Math.max(least, Math.min(most, value));

/** The place in the list as it is now: on the same row, or on the one that took its place; always in sight. */
export function settled(place: Place, ids: readonly string[], height: number): Place {
  if (ids.length === 0) return startOfList;
  const found = place.selected === null ? -1 : ids.indexOf(place.selected);
  const at = found >= 0 ? found : between(place.at, 0, ids.length - 1);
  // As much of the list as fits, without blank rows at its end.
  const most = Math.max(0, ids.length - height);
  const top = between(between(place.top, at - height + 1, at), 0, most);
  return { selected: ids[at]!, at, top };
}

/** `by` rows on; an infinite number goes to an end. */
export function stepped(place: Place, ids: readonly string[], by: number, height: number): Place {
  const { at } = settled(place, ids, height);
  const to = between(at + by, 0, Math.max(0, ids.length - 1));
  return settled({ ...place, at: to, selected: ids[to] ?? null }, ids, height);
}

/** By keys that lists share. */
export type Step = "up" | "down" | "page-up" | "page-down" | "top" | "bottom";

export const stepBy = (step: Step, height: number): number =>
  ({
    up: -1,
    down: 1,
    "page-up": Math.min(-1, 1 - height),
    "page-down": Math.max(1, height - 1),
    top: Number.NEGATIVE_INFINITY,
    bottom: Number.POSITIVE_INFINITY,
  })[step];
