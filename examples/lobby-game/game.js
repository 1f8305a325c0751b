// A game of four in a row between the two members of a room: each move is a publication, and nobody is taken at their word.
import { Four, ROWS } from "./four.js";

const $ = (selector) => document.querySelector(selector);

export function playFour(client, room, safeText) {
  const game = new Four();
  let names = ["", ""];
  /** 0 or 1, once both are there. */
  let me = null;
  let end = "";
  let away = false;
  // After a lost connection this client may be another peer.
  const mine = new Set();

  function seats() {
    mine.add(room.self.peer);
    const members = [...room.members.values()].sort((a, b) => a.seat - b.seat);
    away = me !== null && (members.length < 2 || members.some(({ state }) => state === "held"));
    // Who was here first begins. That stays, also if one of the two comes back with another seat.
    if (me === null && members.length === 2) {
      me = members.findIndex(({ peer }) => mine.has(peer));
      names = members.map(({ name }, i) => safeText(name) + (i === me ? " (you)" : ""));
    }
    show();
  }

  function show() {
    const turn = game.next === me ? "Your turn" : "Their turn";
    say(end || (away && "They are away …") || (me === null ? "Waiting for somebody …" : turn));
    $("#first").textContent = names[0];
    $("#second").textContent = names[1];
    for (const [x, column] of game.cells.entries()) {
      for (const [y, by] of column.entries()) cell(x, y).dataset.by = by;
    }
    for (const [x, y] of game.won ?? []) cell(x, y).className = "won";
  }
  function say(text) {
    $("#game h1").textContent = text;
  }
  const cell = (x, y) => $("#board").children[x].children[ROWS - 1 - y];

  function played({ from, data }) {
    const by = game.next;
    if (end || mine.has(from) !== (by === me) || !game.drop(data?.move)) return;
    if (game.won) end = by === me ? "You win!" : "You lose.";
    else if (game.full) end = "A draw.";
    const host = room.view.host === room.self.peer;
    if (end && host) client.request("finish", { room: room.id }).catch(() => {});
    show();
  }

  async function move(column) {
    if (end || game.next !== me) return;
    // `echo`: my move comes back to me, in the same order as to the other; `store`: who was away gets it too.
    const how = { event: "game_move", echo: true, store: true };
    await room.publish({ move: column }, how).catch(({ message }) => say(message));
  }

  const changes = [
    "member.joined",
    "member.held",
    "member.returned",
    "moved",
    "room.started",
    "joined",
    "resumed",
  ];
  for (const event of changes) room.on(event, seats);
  room.on("member.left", ({ reason }) => {
    if (me !== null && reason === "leave") end ||= "They left: you win!";
    seats();
  });
  room.on("message", (message) => message.event === "game_move" && played(message));

  const columns = game.cells.map((_, column) => {
    const button = document.createElement("button");
    button.ariaLabel = `Column ${column + 1}`;
    button.append(...Array.from({ length: ROWS }, () => document.createElement("i")));
    button.onclick = () => move(column);
    return button;
  });
  $("#board").replaceChildren(...columns);
  seats();
}
