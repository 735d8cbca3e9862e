import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { pngOf } from "../../../src/report/figures/pngOf.ts";
import { writePicture } from "../../../src/report/figures/writePicture.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-png-"));
afterAll(() => rmSync(folder, { recursive: true }));

const picture = (text: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="120" height="50" font-size="9"><g style="font-size: 20px"><rect width="4" height="4"/>${text}</g></svg>`;

describe("a picture as PNG", () => {
  it("has two dots for each pixel", async () => {
    const bytes = Buffer.from(await pngOf(picture("")));
    expect(bytes.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([240, 100]);
  });

  it("puts text that is placed by the height of its letters where it belongs", async () => {
    const byEm = await pngOf(picture('<text x="5" y="1.5em">Åg</text>'));
    const byPixel = await pngOf(picture('<text x="5" y="30">Åg</text>'));
    const elsewhere = await pngOf(picture('<text x="5" y="15">Åg</text>'));
    expect(Buffer.from(byEm)).toEqual(Buffer.from(byPixel));
    expect(Buffer.from(byEm).equals(Buffer.from(elsewhere))).toBe(false);
  });

  it("wants a picture", async () => {
    await expect(pngOf("nothing")).rejects.toThrow("pngOf: wanted an SVG picture, got something unreadable");
  });
});

describe("the file of a picture", () => {
  it("is what its name says, and nothing is written under another name", async () => {
    await writePicture(join(folder, "a.svg"), picture(""));
    expect(readFileSync(join(folder, "a.svg"), "utf8")).toBe(picture(""));
    await writePicture(join(folder, "b.PNG"), picture(""));
    expect(readFileSync(join(folder, "b.PNG")).subarray(1, 4).toString()).toBe("PNG");
    await expect(writePicture(join(folder, "c.gif"), picture(""))).rejects.toThrow(
      `picture: the file must end in .svg or .png, got "${join(folder, "c.gif")}"`,
    );
    expect(readdirSync(folder).sort()).toEqual(["a.svg", "b.PNG"]);
  });
});
