// The parts of a call against their schemas, and what is wrong with them in words.
import Type from "typebox";
import { Compile } from "typebox/compile";
import { RtError } from "../protocol/errors.ts";
import { ID_PATTERN } from "../protocol/ids.ts";

interface Finding {
  keyword: string;
  instancePath: string;
  params: unknown;
  message: string;
}

export type Check = (value: unknown) => void;

/** Throws `bad_request`, with the places that are wrong. Compiled when it is first needed: most routes are rarely called. */
export function checkOf(part: "path" | "query" | "body", schema: Type.TSchema): Check {
  let checker: { Check(value: unknown): boolean; Errors(value: unknown): unknown[] } | undefined;
  return (value) => {
    checker ??= Compile(schema);
    if (checker.Check(value)) return;
    const found = (checker.Errors(value) as Finding[]).slice(0, 5);
    const details = found.map((each) => ({ path: each.instancePath || "/", message: wordsOf(each) }));
    const [first] = details;
    const what =
      first && (first.path === "/" ? `it ${first.message}` : `\`${first.path.slice(1)}\` ${first.message}`);
    throw new RtError("bad_request", `The ${part} of this call is not as it should be: ${what}.`, {
      details,
    });
  };
}

export const fieldsCheck = (part: "path" | "query", fields: Type.TProperties): Check =>
  checkOf(part, Type.Object(fields));

function wordsOf({ keyword, params, message }: Finding): string {
  const { pattern, allowedValues } = params as { pattern?: unknown; allowedValues?: unknown[] };
  if (pattern === ID_PATTERN) {
    return "must be 1 to 128 letters, digits and _ . : - that begin with a letter or digit";
  }
  return keyword === "enum" && allowedValues ? `must be one of ${allowedValues.join(", ")}` : message;
}
