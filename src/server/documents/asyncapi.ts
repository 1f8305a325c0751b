// AsyncAPI 3.0, written from the tables of requests, events, errors and closes.
import { closes, mayReconnect } from "../../protocol/closes.ts";
import { events } from "../../protocol/events.ts";
import { ID_PATTERN } from "../../protocol/ids.ts";
import { requests } from "../../protocol/requests.ts";
import { frames } from "./frames.ts";
import { Schemas } from "./schemas.ts";

const ABOUT = `What is said over the WebSocket of an rtrooms server: JSON text frames, one message each, every message with a \`type\`.
\`receive\` is what a peer asks, with the server's reply to it; \`send\` is what the server says unasked. HTTP: see \`/openapi.json\`.`;

const CHANNEL = `The first request may be \`hello\`; any other implies an anonymous one, and its reply comes as the event \`welcome\` first.
A request without \`id\` gets no \`ok\`; errors always come. Unknown fields are dropped. The subprotocol \`rtrooms.v1\` is offered and
preferred, not required. A token goes into \`hello\`, into \`Authorization: Bearer\`, or into the list of subprotocols as
\`bearer.<token>\`; never into the address.`;

const BEARER = "The admin token. Without one a peer is anonymous.";

const ref = (...path: string[]) => ({ $ref: `#/${path.join("/")}` });

export function asyncapi(version: string): object {
  const schemas = new Schemas();
  const messages = frames(schemas);
  const all = Object.fromEntries(Object.keys(messages).map((id) => [id, ref("components", "messages", id)]));
  const description = `${CHANNEL}\n\n${closeCodes()}`;
  return {
    asyncapi: "3.0.0",
    info: { title: "rtrooms", version, description: ABOUT, license: { name: "MIT" } },
    defaultContentType: "application/json",
    servers: {
      here: {
        host: "{host}",
        protocol: "ws",
        description: "The server that this document comes from.",
        variables: { host: { default: "127.0.0.1:7420", description: "Where it listens." } },
      },
    },
    channels: {
      default: {
        address: "/ws",
        title: "The namespace `default`",
        description,
        messages: all,
        "x-close-codes": closeTable(),
      },
      namespace: {
        address: "/ws/{namespace}",
        title: "Another namespace",
        description: "The same requests and events as on `/ws`, where the operations are written down.",
        parameters: {
          namespace: {
            description: `Rooms and topics of one namespace are their own; it matches \`${ID_PATTERN}\`.`,
          },
        },
        messages: all,
      },
    },
    operations: { ...asked(), ...said() },
    components: {
      messages,
      schemas: schemas.components(),
      securitySchemes: { bearer: { type: "http", scheme: "bearer", description: BEARER } },
    },
  };
}

const channel = ref("channels", "default");
const message = (id: string) => ref("channels", "default", "messages", id);

const asked = (): object =>
  Object.fromEntries(
    Object.keys(requests).map((type) => [
      `request.${type}`,
      {
        action: "receive",
        channel,
        messages: [message(`${type}.request`)],
        reply: { channel, messages: [message(`${type}.reply`), message("error")] },
      },
    ]),
  );

const said = (): object =>
  Object.fromEntries(
    Object.keys(events).map((type) => [
      `event.${type}`,
      { action: "send", channel, messages: [message(`${type}.event`)] },
    ]),
  );

const closeTable = () =>
  Object.entries(closes).map(([name, { code, reason }]) => ({
    code,
    name,
    reason,
    reconnect: mayReconnect(code),
  }));

function closeCodes(): string {
  const rows = closeTable().map(
    ({ code, name, reason, reconnect }) => `| ${code} | ${name} | ${reason} | ${reconnect ? "yes" : "no"} |`,
  );
  return ["| close code | name | reason | connect again |", "|---|---|---|---|", ...rows].join("\n");
}
