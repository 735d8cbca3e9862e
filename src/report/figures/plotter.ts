import type * as Plot from "@observablehq/plot";
import { DOMImplementation, XMLSerializer } from "@xmldom/xmldom";
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

const SVG = "http://www.w3.org/2000/svg";
const XMLNS = ` xmlns="${SVG}"`;

/**
 * Observable Plot on a document of xmldom, which needs no browser. Plot is loaded here and not before: only reports with
 * figures need it. The text is well-formed XML that is also good HTML, equal for equal input.
 */
export async function plotter(): Promise<Draw> {
  const plot = await import("@observablehq/plot");
  const document = new DOMImplementation().createDocument("http://www.w3.org/1999/xhtml", "html", null);
  return (make, { id, title, desc, standalone, dark }) => {
    checkId(id);
    const figure = plot.plot({ ...make(plot), document, className: id });
    const element = (name: string, text: string, id?: string): Element => {
      const made = document.createElementNS(SVG, name);
      made.textContent = cleanText(text);
      if (id !== undefined) made.setAttribute("id", id);
      return made;
    };
    const rules = [`#${id}{color:${INK.dark.text}}`, ...dark.map((rule) => `#${id} ${rule}`)].join("");
    const style = element(
      "style",
      `#${id}{height:auto;max-width:100%}@media screen and (prefers-color-scheme: dark){${rules}}`,
    );
    // Plot's own style sheet repeats its defaults, with a property that no browser knows.
    const own = figure.getElementsByTagName("style")[0];
    own?.parentNode?.removeChild(own);
    // As an attribute: xmldom's elements have no style of their own to set it in.
    figure.setAttribute("style", "font-size: 13px;");
    figure.setAttribute("id", id);
    figure.setAttribute("role", "img");
    figure.setAttribute("aria-labelledby", `${id}-title ${id}-desc`);
    figure.setAttribute("color", INK.light.text);
    const before = figure.firstChild;
    const first = [element("title", title, `${id}-title`), element("desc", desc, `${id}-desc`), style];
    if (standalone) {
      const paper = element("rect", "");
      for (const [name, value] of [
        ["class", "paper"],
        ["width", "100%"],
        ["height", "100%"],
        ["fill", INK.light.paper],
      ] as const)
        paper.setAttribute(name, value);
      first.push(paper);
    }
    // Plot names its groups of marks for screen readers, where no name may stand; the picture's own says it all.
    for (const name of ["g", "text", "path"])
      for (const mark of Array.from(figure.getElementsByTagName(name))) mark.removeAttribute("aria-label");
    for (const one of first) figure.insertBefore(one, before);
    const text = new XMLSerializer().serializeToString(figure);
    // xmldom declares the namespace after the other attributes, browsers before them.
    return text.replace(XMLNS, "").replace("<svg", `<svg${XMLNS}`);
  };
}
