// Whether two views of a room look the same to whoever reads a list: all but the version, which counts changes unseen as well.
import type { RoomView } from "./shapes.ts";

export function looksSame(a: RoomView, b: RoomView): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof RoomView>;
  names.delete("version");
  return [...names].every(
    (name) => a[name] === b[name] || JSON.stringify(a[name]) === JSON.stringify(b[name]),
  );
}
