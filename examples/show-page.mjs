// Shows an example's folder: its page, which is told where the server is, its modules, and the looks that all examples share.
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";

const TYPES = { html: "text/html", css: "text/css", js: "text/javascript" };

export async function showPage(folder, server) {
  const names = (await readdir(folder)).filter((name) => /\.(html|js)$/.test(name));
  const urls = [...names.map((name) => new URL(name, folder)), new URL("look.css", import.meta.url)];
  const files = new Map();
  for (const url of urls) {
    const text = (await readFile(url, "utf8")).replace("SERVER", server.url);
    files.set(url.pathname.split("/").at(-1), text);
  }
  const http = createServer(({ url }, response) => {
    const name = url.slice(1) || "index.html";
    const text = files.get(name);
    response.statusCode = text === undefined ? 404 : 200;
    response.setHeader("content-type", `${TYPES[name.split(".").at(-1)] ?? "text/plain"}; charset=utf-8`);
    response.end(text ?? "There is no such page.");
  });
  http.listen(Number(process.env.PORT ?? 8080), "127.0.0.1", () => {
    console.log(`http://127.0.0.1:${http.address().port}`);
  });
}
