// A live dashboard fed by HTTP: node examples/dashboard/start.mjs, then the curl line that it prints.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { serve } from "rtrooms/server";

const server = await serve({ port: 0 });
const page = await readFile(new URL("index.html", import.meta.url), "utf8");
const http = createServer((_, response) => {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(page.replace("SERVER", server.url));
});
http.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${http.address().port}`);
  console.log(`curl -H 'Authorization: Bearer ${server.adminToken}' -d 42 ${server.url}/topics/visitors`);
});
