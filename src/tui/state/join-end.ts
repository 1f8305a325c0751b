// The end of a seat as the join screen tells it: what one may type next.

/** For the reason of an end; a newer server may know other ones. */
export function nextOfEnd(reason: string, room: string, queue: string | undefined): string {
  const back = `npx rtrooms join ${room}`;
  switch (reason) {
    case "none":
    case "timeout":
      return `wait longer: npx rtrooms join --match ${queue ?? "QUEUE"} --timeout 2m`;
    case "ban":
      return "other rooms: npx rtrooms rooms";
    case "disconnected":
      return "is the server there? npx rtrooms rooms";
    case "host":
    case "admin":
    case "empty":
      return `make it anew: ${back}`;
    default:
      return `come back: ${back}`;
  }
}
