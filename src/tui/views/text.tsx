// Ink's text, with what sets parts apart that are written from right to left on its way to the canvas.
import { Text as InkText } from "ink";
import { Children, type ComponentProps } from "react";
import { carried } from "../state/isolates.ts";

/** Ink gives a cell to each sign that it finds, also to one that is drawn in none; colours and the like it knows to be none. */
export const Text = ({ children, ...props }: ComponentProps<typeof InkText>) => (
  <InkText {...props}>
    {Children.map(children, (child) => (typeof child === "string" ? carried(child) : child))}
  </InkText>
);
