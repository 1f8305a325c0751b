// A live chat with history: node examples/chat/start.mjs, then its address in two tabs.
import { serve } from "rtrooms/server";
import { showPage } from "../show-page.mjs";

// With DATA=folder what was said is on disk before anybody reads it, and there again after a restart.
const server = await serve({ port: 0, dataDir: process.env.DATA });
await showPage(new URL(".", import.meta.url), server);
