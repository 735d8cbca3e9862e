// Studies with questions that go on from every line of their journal; questions.test.ts has the numbers.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, it } from "vitest";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { resumeAtLines, SMALL } from "./askedStudy.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-questions-"));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(SMALL)("questions resume at every line to the same bytes: %s", async (_, small) => {
  await resumeAtLines(await parseStudy(small), folder, 1);
});
