/**
 * Colours that people with any colour vision tell apart: Okabe and Ito (2008), "Color universal design", with their
 * grey for the first condition, which is nearly always the reference. A report with more conditions repeats them.
 */
export const CONDITION_COLORS: readonly string[] = [
  "#999999",
  "#56B4E9",
  "#E69F00",
  "#009E73",
  "#CC79A7",
  "#F0E442",
  "#0072B2",
  "#D55E00",
];

/** From little to much, in steps that all colour visions see as even, in light and dark: viridis (van der Walt and Smith 2015, CC0). */
export const RAMP: readonly string[] = ["#fde725", "#7ad151", "#22a884", "#2a788e", "#414487", "#440154"];

/** Ink, paper and the roles of the figures, on light and on dark paper. */
export const INK = {
  light: {
    paper: "#ffffff",
    text: "#1b1b1b",
    outline: "#1b1b1b",
    edge: "#8c8c8c",
    estimate: "#0072B2",
    naive: "#D55E00",
    truth: "#009E73",
  },
  dark: {
    paper: "#15171a",
    text: "#e6e6e3",
    outline: "#f4f4f0",
    edge: "#7d8087",
    estimate: "#56B4E9",
    naive: "#E69F00",
    truth: "#2BC79A",
  },
} as const;

/** The colour of a condition. */
export function conditionColor(condition: number): string {
  return CONDITION_COLORS[condition % CONDITION_COLORS.length]!;
}
