// Gives the TypeScript of all pages to the compiler; guides.long.test.ts and catalogues.long.test.ts run it.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { pages } from "./pages.ts";
import { typeFaults } from "./typeFaults.ts";

test("the TypeScript of all pages passes the compiler", { timeout: 120_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "spillway-types-"));
  try {
    expect(typeFaults(pages, folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
