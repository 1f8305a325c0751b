// What `rtrooms` exports: a server and a client for Node in one import.
export { connect } from "./client/node.ts";
export { type RunningServer, type ServeOptions, serve } from "./serve.ts";
