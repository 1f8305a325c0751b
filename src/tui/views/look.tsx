// The theme that a screen is drawn in, for all its views.
import { createContext, useContext } from "react";
import { type Theme, themeFor } from "../state/theme.ts";

const Look = createContext<Theme>(themeFor(1, "dark"));

export const LookProvider = Look.Provider;
export const useTheme = (): Theme => useContext(Look);
