// Writes the public types to dist/, before packing: one file an entry, with what they need of other packages inside, so that
// nobody has to install the schema library to read them.
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";

const path = (file) => new URL(`../${file}`, import.meta.url).pathname;

const bundle = await rollup({
  input: {
    index: path("src/index.ts"),
    client: path("src/client/index.ts"),
    server: path("src/serve.ts"),
    protocol: path("src/protocol/index.ts"),
  },
  external: [/^node:/],
  plugins: [
    dts({
      respectExternal: true,
      tsconfig: path("tsconfig.json"),
      compilerOptions: { noEmit: false, emitDeclarationOnly: true },
    }),
  ],
  // Schemas stay behind the types that come from them; nobody has to name them.
  onwarn: () => {},
});
await bundle.write({
  dir: path("dist"),
  format: "es",
  chunkFileNames: "shapes-[hash].d.ts",
  // The schema library overloads names as type, value and namespace at once, which does not survive the move into one file:
  // what users see is right all the same, and test/types holds it.
  banner: ({ isEntry }) => (isEntry ? "" : "// @ts-nocheck"),
});
await bundle.close();
