// Four in a row for two, with a lobby: node examples/lobby-game/start.mjs, then its address in two tabs.
import { serve } from "rtrooms/server";
import { showPage } from "../show-page.mjs";

// A game_move without a `move` is refused before anybody sees it.
const server = await serve({ port: 0, namespaces: { default: { events: { game_move: ["move"] } } } });
await showPage(new URL(".", import.meta.url), server);
