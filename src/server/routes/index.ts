// Every route by its name: what is not in this table is not served, but for the files of the page.
import { documents } from "./documents.ts";
import { figures } from "./figures.ts";
import { health } from "./health.ts";
import { hosting } from "./hosting.ts";
import { messages } from "./messages.ts";
import { rooms } from "./rooms.ts";
import type { Route } from "./route.ts";
import { tokens } from "./tokens.ts";
import { topics } from "./topics.ts";

export const routes: Readonly<Record<string, Route>> = {
  ...health,
  ...figures,
  ...rooms,
  ...messages,
  ...hosting,
  ...topics,
  ...tokens,
  ...documents,
};
