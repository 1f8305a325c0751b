// Topics over HTTP: push a value from a script, read the current one.
import Type from "typebox";
import { pushValue } from "../../core/topic.ts";
import { RtError } from "../../protocol/errors.ts";
import { requests } from "../../protocol/requests.ts";
import { Json, Position, TopicIdSchema, TopicValue } from "../../protocol/shapes.ts";
import { inNamespace, namespaceOf, topicKeyOf } from "./fields.ts";
import { route } from "./route.ts";

const ofTopic = { topic: TopicIdSchema };
const { key } = requests.push.request.properties;

export const topics = {
  getTopic: route({
    method: "get",
    path: "/topics/{topic}",
    access: "reader",
    summary: "Shows a topic's current value.",
    params: ofTopic,
    query: inNamespace,
    reply: {
      status: 200,
      description: "The value, and the position after it.",
      schema: Type.Object({ ...ofTopic, value: TopicValue, position: Type.Union([Position, Type.Null()]) }),
    },
    errors: ["not_found", "unavailable"],
    async handle(asked, { hub }) {
      const { topic } = asked.params;
      const { value, position } = await hub.engine.current(topicKeyOf(asked), null);
      if (!value) throw new RtError("not_found", "Nothing was ever pushed into this topic.");
      return { topic, value, position };
    },
  }),

  pushValue: route({
    method: "post",
    path: "/topics/{topic}",
    access: "publisher",
    summary: "Pushes a new value into a topic; the body is the value itself.",
    params: ofTopic,
    query: { ...inNamespace, key },
    body: {
      schema: Json,
      otherwise: 'The body is the value as JSON: 21.5, "open" or {"x":1}, for instance.',
    },
    reply: { status: 200, description: "It is on disk, and on its way.", schema: requests.push.reply },
    errors: ["unavailable"],
    async handle(asked, { hub }) {
      const { params, query, body: data, grant } = asked;
      const value = { topic: params.topic, data, key: query.key };
      return pushValue(hub, grant, namespaceOf(asked), value);
    },
  }),
};
