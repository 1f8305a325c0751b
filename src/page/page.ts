// The page to try it: a form to get in, and one visit at a time.
import { type Client, type ClientState, connect } from "../client/connect.ts";
import { isRoomId } from "../protocol/ids.ts";
import { safeText } from "../protocol/safe-text.ts";
import { byId, setText } from "./dom.ts";
import { Visit } from "./visit.ts";
import { wordEnd, wordError, wordState } from "./wording.ts";

const lobby = byId("lobby", HTMLElement);
const inside = byId("inside", HTMLElement);
const notice = byId("notice", HTMLElement);
const state = byId("state", HTMLElement);
const form = byId("join", HTMLFormElement);
const nameInput = byId("name", HTMLInputElement);
const roomInput = byId("room", HTMLInputElement);
const joinButton = byId("join-button", HTMLButtonElement);
const title = byId("room-title", HTMLElement);
const share = byId("share", HTMLButtonElement);
const composer = byId("composer", HTMLFormElement);
const textInput = byId("text", HTMLInputElement);

const NAME_KEY = "rtrooms.name";
const DEFAULT_ROOM = "lobby";
/** An invitation, as `rooms invite` prints it: no room's name has this sign. */
const CODE = "code=";

let client: Client | null = null;
let visit: Visit | null = null;

const roomOfAddress = (): string => decodeURIComponent(location.hash.slice(1));

function say(text: string | null): void {
  notice.hidden = !text;
  setText(notice, text ?? "");
}

function showState(now: ClientState["state"] | "idle" | "connecting", words: string): void {
  state.dataset.state = now;
  // What was said about the loss is no longer so.
  if (now === "open" && inside.dataset.state === "reconnecting") say(null);
  inside.dataset.state = now;
  setText(state, words);
}

async function enter(name: string, id: string): Promise<void> {
  say(null);
  joinButton.disabled = true;
  showState("connecting", "connecting");
  let mine: Client | null = null;
  try {
    mine = client = await connect({ url: location.origin, ...(name && { name }) });
    client.on("state", (now) => {
      if (client === mine) showState(now.state, wordState(now));
    });
    showState("open", "connected");
    const room = await (id.startsWith(CODE) ? mine.joinByCode(id.slice(CODE.length)) : mine.join(id));
    visit = new Visit(room);
    const stay = visit;
    room.on("closed", (end) => {
      if (visit === stay) goOut(wordEnd(end));
    });
    goIn(room.id);
  } catch (error) {
    client = null;
    await mine?.close();
    showState("idle", "not connected");
    say(wordError(error));
  } finally {
    joinButton.disabled = false;
  }
}

function goIn(id: string): void {
  history.replaceState(null, "", `#${id}`);
  document.title = `${safeText(id)} · rtrooms`;
  setText(title, id);
  byId("second", HTMLAnchorElement).href = location.href;
  lobby.hidden = true;
  inside.hidden = false;
  textInput.focus();
}

function goOut(why: string): void {
  const [stay, mine] = [visit, client];
  visit = client = null;
  void stay?.close().then(() => mine?.close());
  document.title = "rtrooms";
  inside.hidden = true;
  lobby.hidden = false;
  showState("idle", "not connected");
  say(why);
  joinButton.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const name = nameInput.value.trim();
  const id = roomInput.value.trim().replace(/\s+/g, "-") || DEFAULT_ROOM;
  if (!id.startsWith(CODE) && !isRoomId(id)) {
    say(`"${id}" is no name for a room: letters, digits and _ . : - , beginning with a letter or digit.`);
    roomInput.focus();
    return;
  }
  localStorage.setItem(NAME_KEY, name);
  void enter(name, id);
});

byId("leave", HTMLButtonElement).addEventListener("click", () => goOut(""));

share.addEventListener("click", async () => {
  const label = share.textContent;
  try {
    await navigator.clipboard.writeText(location.href);
    setText(share, "Copied");
  } catch {
    // Only secure pages may write there; the address bar holds the same link.
    visit?.tell(`The link to this room: ${location.href}`);
    return;
  }
  setTimeout(() => setText(share, label), 1_500);
});

composer.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = textInput.value;
  if (!text.trim() || !visit) return;
  try {
    textInput.value = "";
    await visit.send(text);
    say(null);
  } catch (error) {
    textInput.value ||= text;
    say(error instanceof Error && error.name === "Error" ? error.message : wordError(error));
  }
});

// Another link to this page: leave the one room for the other.
addEventListener("hashchange", () => {
  roomInput.value = roomOfAddress();
  if (visit && roomInput.value !== title.textContent) {
    goOut("");
    form.requestSubmit();
  }
});

nameInput.value = localStorage.getItem(NAME_KEY) ?? "";
roomInput.value = roomOfAddress() || DEFAULT_ROOM;
(nameInput.value ? joinButton : nameInput).focus();
