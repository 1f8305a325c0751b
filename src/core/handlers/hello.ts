// `hello`: who the peer is, and what it may count on here.
import type { Handler } from "./index.ts";

export const hello: Handler<"hello"> = async ({ session }, params) => session.greet(params);
