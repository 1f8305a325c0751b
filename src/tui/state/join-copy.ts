// What `y` takes to the clipboard on the join screen: of what is looked at, or of what is selected.
import { shownEntries } from "./join-log.ts";
import type { JoinState } from "./join-state.ts";

interface Copy {
  text: string;
  /** What it is, for the line that says so. */
  what: string;
}

export function whatToCopy(state: JoinState): Copy | null {
  const { overlay, invitation } = state;
  switch (overlay?.kind) {
    case "invite":
      return invitation && { text: invitation.link ?? invitation.command, what: "the invitation" };
    case "entry":
      return { text: overlay.lines.join("\n"), what: overlay.title };
    case "member":
      return { text: overlay.peer, what: "the peer id" };
    case "help":
      return null;
    default:
      return selectedText(state);
  }
}

function selectedText({ focus, selected, log, view }: JoinState): Copy | null {
  if (focus === "seats" && selected !== "") return { text: selected, what: "the peer id" };
  if (focus === "room" && view) return { text: JSON.stringify(view.data), what: "the room's data" };
  if (focus !== "events") return null;
  const shown = shownEntries(log);
  const entry = log.selected === null ? shown.at(-1) : shown.find(({ id }) => id >= log.selected!);
  if (!entry) return null;
  return { text: entry.who === undefined ? entry.text : `${entry.who}: ${entry.text}`, what: "the line" };
}
