// Routes as they are at a door behind which there is nothing for admins, because they have one of their own.
import { Refused } from "../refused.ts";
import { type Route, route } from "./route.ts";

const FIGURES: readonly string[] = ["/stats", "/metrics"];

/** The same route, or where it is for the other door one that only says so. */
export const elsewhere = (there: Route): Route =>
  there.access === "admin" || there.access === "moderator" || FIGURES.includes(there.path)
    ? refusing(there)
    : there;

const refusing = ({ method, path, summary, reply }: Route): Route =>
  route({
    method,
    path,
    access: "anyone",
    summary,
    reply,
    async handle() {
      throw new Refused(
        "admin_door",
        "forbidden",
        "Changes and figures are to be had at this server's admin port only.",
      );
    },
  });
