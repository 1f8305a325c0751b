// Scenarios and pictures brought to an end, each on a stage of its own, a few at once.
import { existsSync, readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Film } from "./film.ts";
import { goldenText } from "./golden.ts";
import { picture } from "./picture.ts";
import { type Picture, type Scenario, type Screen, SIZES } from "./scenario.ts";
import { resized, settled } from "./settled.ts";
import { type Size, Stage } from "./stage.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const GOLDEN = here("golden");
export const PICTURES = here("../../docs/screens");

/** Something that ends with files. */
export interface Job {
  screen: string;
  name: string;
  /** Of the files that it makes, by their paths. */
  run(): Promise<Map<string, string>>;
}

/** Every screen's jobs, those of `only` or of all. */
export async function jobs(only?: string): Promise<Job[]> {
  const names = readdirSync(here("scenarios")).map((file) => basename(file, ".ts"));
  const chosen = names.filter((name) => only === undefined || name === only);
  const screens = await Promise.all(
    chosen.map(async (name) => {
      const { scenarios, picture }: Screen = await import(pathToFileURL(here(`scenarios/${name}.ts`)).href);
      return [
        ...(picture ? [pictureJob(name, picture)] : []),
        ...scenarios.map((scenario) => scenarioJob(name, scenario)),
      ];
    }),
  );
  return screens.flat();
}

/** Stored files that none of the jobs made. */
export function strays(made: ReadonlySet<string>, only?: string): string[] {
  const folder = join(GOLDEN, only ?? "");
  const golden = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file))
    : [];
  const pictures = only === undefined && existsSync(PICTURES) ? readdirSync(PICTURES) : [];
  return [
    ...golden.filter((path) => path.endsWith(".txt")),
    ...pictures.filter((file) => file.endsWith(".svg")).map((file) => join(PICTURES, file)),
  ].filter((path) => !made.has(path));
}

/** Works through them, as many at once as keep the cores busy while programs start. */
export async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: availableParallelism() * 2 }, worker));
}

async function onStage<T>(use: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = new Stage();
  try {
    return await use(stage);
  } finally {
    await stage.close();
  }
}

function scenarioJob(screen: string, scenario: Scenario): Job {
  const { state, args, masks, sizes = SIZES } = scenario;
  const command = ["rtrooms", ...args].join(" ");
  const pathAt = ({ columns, rows }: Size) => join(GOLDEN, screen, `${state}.${columns}x${rows}.txt`);
  const resizing = () => onStage((stage) => inEachSize(stage, scenario, sizes));
  const printing = async () => {
    const all = await Promise.all(
      sizes.map((size) => onStage((stage) => inEachSize(stage, scenario, [size]))),
    );
    return all.flat();
  };
  return {
    screen,
    name: state,
    async run() {
      const shown = await (scenario.prints ? printing() : resizing());
      return new Map(shown.map((text, i) => [pathAt(sizes[i]!), text]));
    },
  };

  async function inEachSize(
    stage: Stage,
    { serve, before, until, between, prints, env }: Scenario,
    all: readonly Size[],
  ) {
    if (serve !== null) await stage.serve(...(serve ?? []));
    await before?.(stage);
    const terminal = stage.terminal(args, all[0]!, env);
    await until(terminal, stage);
    if (!prints) await settled(terminal);
    const texts = [goldenText(terminal, command, masks)];
    for (const size of all.slice(1)) {
      await between?.(stage);
      await resized(terminal, size);
      texts.push(goldenText(terminal, command, masks));
    }
    return texts;
  }
}

const pictureJob = (screen: string, { serve, before, args, size, play, ...rest }: Picture): Job => ({
  screen,
  name: "picture",
  run: () =>
    onStage(async (stage) => {
      if (serve !== null) await stage.serve(...(serve ?? []));
      await before?.(stage);
      const terminal = stage.terminal(args, size, { COLORTERM: "truecolor" });
      const film = new Film(terminal, rest.prints, rest.masks);
      await play(film, stage);
      return new Map([[join(PICTURES, `${screen}.svg`), picture(film.frames, rest)]]);
    }),
});
