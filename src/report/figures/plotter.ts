import type * as Plot from "@observablehq/plot";
import { cleanText } from "../html.ts";
import { checkId } from "./checkId.ts";
import { INK } from "./palette.ts";

/** What a figure needs to say about itself. */
interface FigureFrame {
  /** Id and class of the svg element; figures on one page need different ones. */
  readonly id: string;
  readonly title: string;
  readonly desc: string;
  /** Whether a background is drawn, as a file of its own needs. */
  readonly standalone: boolean;
  /** Style rules for dark paper, each `selector{declarations}`, to be read inside the figure. */
  readonly dark: readonly string[];
}

/** Draws a Plot and gives it as SVG text. */
export type Draw = (make: (plot: typeof Plot) => Plot.PlotOptions, frame: FigureFrame) => string;

/**
 * Observable Plot on jsdom's document. Both are loaded here and not before: they take most of a second, and only
 * reports with figures need them. The text is well-formed XML that is also good HTML, equal for equal input.
 */
export async function plotter(): Promise<Draw> {
  const [plot, { JSDOM }] = await Promise.all([import("@observablehq/plot"), import("jsdom")]);
  const { document, XMLSerializer } = new JSDOM("").window;
  return (make, { id, title, desc, standalone, dark }) => {
    checkId(id);
    const figure = plot.plot({ ...make(plot), document, className: id });
    const add = (name: string, text: string, id?: string): Element => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      element.textContent = cleanText(text);
      if (id !== undefined) element.setAttribute("id", id);
      return element;
    };
    const rules = [`#${id}{color:${INK.dark.text}}`, ...dark.map((rule) => `#${id} ${rule}`)].join("");
    const style = add(
      "style",
      `#${id}{height:auto;max-width:100%}@media screen and (prefers-color-scheme: dark){${rules}}`,
    );
    // Plot's own style sheet repeats its defaults, with a property that no browser knows.
    figure.querySelector("style")?.remove();
    figure.setAttribute("id", id);
    figure.setAttribute("role", "img");
    figure.setAttribute("aria-labelledby", `${id}-title ${id}-desc`);
    figure.setAttribute("color", INK.light.text);
    if (standalone) {
      const paper = add("rect", "");
      for (const [name, value] of [
        ["class", "paper"],
        ["width", "100%"],
        ["height", "100%"],
        ["fill", INK.light.paper],
      ] as const)
        paper.setAttribute(name, value);
      figure.prepend(paper);
    }
    figure.prepend(add("title", title, `${id}-title`), add("desc", desc, `${id}-desc`), style);
    // Plot labels its groups of marks for screen readers; under role img nothing inside is read.
    return new XMLSerializer().serializeToString(figure);
  };
}
