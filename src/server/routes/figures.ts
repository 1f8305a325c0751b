// The server's figures, for people and for scrapers.
import Type from "typebox";
import { Stats } from "../../protocol/stats.ts";
import { viewerOf } from "../busy.ts";
import { OPEN_METRICS, PROMETHEUS } from "../exposition.ts";
import { inNamespace, namespaceOf } from "./fields.ts";
import { route } from "./route.ts";

export const figures = {
  getStats: route({
    method: "get",
    path: "/stats",
    access: "reader",
    summary: "Shows the server's figures.",
    query: inNamespace,
    reply: { status: 200, description: "The figures as they are now.", schema: Stats },
    errors: ["unavailable"],
    handle: async (asked, { gauges }) => gauges.read(viewerOf(asked.grant, namespaceOf(asked))),
  }),

  getMetrics: route({
    method: "get",
    path: "/metrics",
    access: "reader",
    summary: "Shows the same figures and more to a scraper.",
    description: "OpenMetrics, unless the scraper accepts nothing but the older Prometheus text.",
    reply: {
      status: 200,
      description: "One metric after the other.",
      schema: Type.String(),
      media: [OPEN_METRICS, PROMETHEUS],
    },
    errors: ["unavailable"],
    handle: async ({ accept }, { gauges, metrics }) => metrics.render(await gauges.read(), accept),
  }),
};
