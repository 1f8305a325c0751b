// A game peer to peer: node examples/p2p-game/start.mjs, then its address in two to four windows.
import { serve } from "rtrooms/server";
import { showPage } from "../show-page.mjs";

// Between networks browsers need these to find each other: serve({ iceServers: [{ urls: "stun:…" }] }).
const server = await serve({ port: 0 });
await showPage(new URL(".", import.meta.url), server);
