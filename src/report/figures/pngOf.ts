import { SpillwayError } from "../../core/SpillwayError.ts";
import { loadOptional } from "../../log/files/loadOptional.ts";

const PACKAGE = "@napi-rs/canvas";

/** What is used of the package that draws. */
interface Canvas {
  loadImage(svg: Uint8Array): Promise<{ readonly width: number; readonly height: number }>;
  createCanvas(
    width: number,
    height: number,
  ): {
    getContext(kind: "2d"): { drawImage(image: unknown, x: number, y: number, w: number, h: number): void };
    toBuffer(type: "image/png"): Uint8Array;
  };
}

/**
 * A picture of Spillway's as PNG, with two dots for each of its pixels. Its letters are those of the machine, so the bytes differ between
 * machines. Needs the package @napi-rs/canvas, which is loaded here and not before.
 *
 * @param svg what `diagnosisSvg` and the others give.
 * @throws SpillwayError when the package is absent, or the picture cannot be read.
 */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const canvas = (await loadOptional(PACKAGE, "pictures as PNG")) as unknown as Canvas;
  let image: Awaited<ReturnType<Canvas["loadImage"]>>;
  try {
    image = await canvas.loadImage(new TextEncoder().encode(withPixels(svg)));
  } catch (cause) {
    throw new SpillwayError(`pngOf: wanted an SVG picture, got something unreadable`, { cause });
  }
  const { width, height } = image;
  const paper = canvas.createCanvas(2 * width, 2 * height);
  paper.getContext("2d").drawImage(image, 0, 0, 2 * width, 2 * height);
  return paper.toBuffer("image/png");
}

/** Places and shifts of text given in letter heights become pixels: the package takes no others. The height of letters is inherited. */
function withPixels(svg: string): string {
  const sizes: number[] = [10];
  return svg.replace(/<(\/?)([\w:]+)((?:[^>"]|"[^"]*")*?)(\/?)>/g, (tag, close, name, attributes, empty) => {
    if (close) {
      if (sizes.length > 1) sizes.pop();
      return tag;
    }
    const own = /\bfont-size(?:="|:\s*)([\d.]+)/.exec(attributes);
    const size = own ? Number(own[1]) : sizes.at(-1)!;
    if (!empty) sizes.push(size);
    const shifted = attributes.replace(
      /\b(d?[xy])="(-?[\d.]+)em"/g,
      (_: string, axis: string, ems: string) => `${axis}="${Number((Number(ems) * size).toFixed(2))}"`,
    );
    return `<${name}${shifted}${empty}>`;
  });
}
