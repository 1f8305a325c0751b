// What a terminal emulator shows, cell by cell: the sign, and the colours and attributes it is drawn with.
import type xterm from "@xterm/headless";

/** Of a palette (0 to 255), as `#rrggbb`, or null for the terminal's own. */
export type Color = number | string | null;

export interface Style {
  fg: Color;
  bg: Color;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
}

export interface Cell extends Style {
  /** Empty in the second half of what is two columns wide. */
  sign: string;
  width: number;
}

/** They order what is beside them and have no look of their own. */
const ISOLATES = /[\u2066-\u2069]/g;

export function cellsOf({ buffer, rows, cols }: xterm.Terminal): Cell[][] {
  const { active } = buffer;
  return Array.from({ length: rows }, (_, row) => {
    const line = active.getLine(active.baseY + row);
    return Array.from({ length: cols }, (_, column) => cellOf(line?.getCell(column)));
  });
}

function cellOf(cell: xterm.IBufferCell | undefined): Cell {
  const width = cell?.getWidth() ?? 1;
  return {
    sign: width === 0 ? "" : cell?.getChars().replace(ISOLATES, "") || " ",
    width,
    fg: cell ? colorOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()) : null,
    bg: cell ? colorOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()) : null,
    bold: Boolean(cell?.isBold()),
    dim: Boolean(cell?.isDim()),
    italic: Boolean(cell?.isItalic()),
    underline: Boolean(cell?.isUnderline()),
    inverse: Boolean(cell?.isInverse()),
  };
}

function colorOf(isDefault: boolean, isRgb: boolean, value: number): Color {
  if (isDefault) return null;
  return isRgb ? `#${value.toString(16).padStart(6, "0")}` : value;
}
