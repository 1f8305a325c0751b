// A recording as one SVG file: each row drawn once, frames one below the other, and a strip that jumps from one to the next.
import type { Frame } from "./film.ts";
import { BAR, EDGE, GROUND, TITLE } from "./palette.ts";
import { rowSvg } from "./row.ts";
import { CELL } from "./shapes.ts";

const PAD = 14;
const BAR_HEIGHT = 34;
const FONT =
  "ui-monospace,SFMono-Regular,'SF Mono',Menlo,'Cascadia Mono','JetBrains Mono',Consolas,'DejaVu Sans Mono','Liberation Mono',monospace";
const CURSOR = "#d7dce5";

interface About {
  title: string;
  alt: string;
}

/** The last moment is the first to be seen: it is what stays where nothing moves. */
export function picture(recorded: readonly Frame[], { title, alt }: About): string {
  const frames = recorded.length > 1 ? [recorded.at(-1)!, ...recorded.slice(0, -1)] : recorded;
  const { cells } = frames[0]!;
  const width = cells[0]!.length * CELL.width;
  const height = cells.length * CELL.height;
  const rows = new Rows();
  const strip = frames.map((frame, i) => frameSvg(frame, rows, i * height)).join("\n");
  const whole = { width: width + 2 * PAD, height: height + BAR_HEIGHT + 2 * PAD };
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${whole.width} ${whole.height}" width="${whole.width}" height="${whole.height}" role="img" aria-label="${attribute(alt)}">
<style>
text{font:15px ${FONT};white-space:pre}.b{font-weight:600}.i{font-style:italic}.u{text-decoration:underline}
${movement(frames, height)}</style>
<rect x=".5" y=".5" width="${whole.width - 1}" height="${whole.height - 1}" rx="10" fill="${GROUND}" stroke="${EDGE}"/>
<path d="M1 ${BAR_HEIGHT}V10a9 9 0 0 1 9-9h${whole.width - 20}a9 9 0 0 1 9 9v${BAR_HEIGHT - 10}z" fill="${BAR}"/>
<path d="M1 ${BAR_HEIGHT}h${whole.width - 2}" stroke="${EDGE}"/>
<g fill="${EDGE}"><circle cx="20" cy="17.5" r="5.5"/><circle cx="38" cy="17.5" r="5.5"/><circle cx="56" cy="17.5" r="5.5"/></g>
<text x="${whole.width / 2}" y="22" fill="${TITLE}" text-anchor="middle" style="font-size:13px">${attribute(title)}</text>
<defs>
${rows.symbols()}
</defs>
<svg aria-hidden="true" x="${PAD}" y="${BAR_HEIGHT + PAD}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><g class="strip">
${strip}
</g></svg>
</svg>
`;
}

const attribute = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** What is shown in several frames or places is there once. */
class Rows {
  readonly #ids = new Map<string, string>();

  idOf(svg: string): string {
    const id = this.#ids.get(svg) ?? `r${this.#ids.size.toString(36)}`;
    this.#ids.set(svg, id);
    return id;
  }

  symbols(): string {
    return [...this.#ids].map(([svg, id]) => `<g id="${id}">${svg}</g>`).join("\n");
  }
}

function frameSvg({ cells, cursor }: Frame, rows: Rows, top: number): string {
  const uses = cells.map((row, i) => {
    const svg = rowSvg(row);
    return svg === "" ? "" : `<use href="#${rows.idOf(svg)}" y="${top + i * CELL.height}"/>`;
  });
  const { row = 0, column = 0 } = cursor ?? {};
  const at = `x="${column * CELL.width}" y="${top + row * CELL.height}"`;
  const block = cursor
    ? `<rect ${at} width="${CELL.width}" height="${CELL.height}" fill="${CURSOR}" fill-opacity=".7"/>`
    : "";
  return [...uses, block].filter(Boolean).join("\n");
}

/** Jumps, no sliding; nothing moves for readers who want it so. */
function movement(frames: readonly Frame[], height: number): string {
  if (frames.length === 1) return "";
  const total = frames.reduce((sum, { seconds }) => sum + seconds, 0);
  let at = 0;
  const steps = frames.map(({ seconds }, i) => {
    const percent = Math.round((at / total) * 100_000) / 1000;
    at += seconds;
    return `${percent}%{transform:translateY(${-i * height}px)}`;
  });
  return `.strip{animation:play ${Math.round(total * 100) / 100}s step-end infinite}
@keyframes play{${steps.join("")}}
@media (prefers-reduced-motion:reduce){.strip{animation:none}}
`;
}
