// Studies with questions that go on from every line of their journal, and on threads; questions.test.ts has the numbers.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { runStudy } from "../../../src/experiment/runStudy.ts";
import { parseStudy } from "../../../src/study-file/parseStudy.ts";
import { still } from "../../run/ring.ts";
import { resumeAtLines, SMALL, text } from "./askedStudy.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-questions-"));
afterAll(() => rmSync(folder, { recursive: true }));

it.each(SMALL)("questions resume at every line to the same bytes: %s", async (_, small) => {
  await resumeAtLines(await parseStudy(small), folder, 1);
});

it("questions come back the same from two threads", async () => {
  const one = await parseStudy(text());
  const [here, threads] = ["here", "threads"].map((name) => join(folder, name)) as [string, string];
  await runStudy(one, { out: here, clock: still });
  await runStudy(one, { out: threads, clock: still, workers: 2 });
  const timeless = (out: string): string =>
    readFileSync(join(out, "journal.jsonl"), "utf8").replace(/"ms":[^}]*/g, "");
  expect(timeless(threads)).toBe(timeless(here));
  expect(readFileSync(join(threads, "checks.json"), "utf8").replace(/"latency".*?\],/s, "")).toBe(
    readFileSync(join(here, "checks.json"), "utf8").replace(/"latency".*?\],/s, ""),
  );
});
