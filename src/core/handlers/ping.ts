// `ping`: the round trip as the application sees it, and the server's time.
import type { Handler } from "./index.ts";

export const ping: Handler<"ping"> = async ({ engine }) => ({ time: engine.wall() });
