// `hello`: who this is, by a token, a resume or neither.
import { greet } from "../greeting.ts";
import type { Handler } from "./index.ts";

export const hello: Handler<"hello"> = greet;
