import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { SpillwayError } from "../core/SpillwayError.ts";
import { runFolder } from "../experiment/runFolder.ts";
import type { RoundSpecification } from "./specifyStudy.ts";

const texts = z.array(z.string());
const number = z.number();
const step = z.object({
  map: z.string(),
  hypothesis: z.string(),
  against: texts,
  p: number.optional(),
  statistic: number.optional(),
  nextP: number.optional(),
  closed: number.optional(),
  rejected: z.boolean().optional(),
  method: z.enum(["all", "focal", "pairs"]).optional(),
  agents: number.optional(),
  assignments: number.optional(),
  listed: z.boolean().optional(),
  mcse: number.optional(),
  because: z.string().optional(),
  warnings: texts,
});
const figure = z.object({ estimate: number, se: number, ci: z.tuple([number, number]) });
const row = z.object({
  contrast: z.enum(["direct", "spillover"]),
  map: z.string(),
  first: z.string(),
  second: z.string(),
  population: number,
  found: figure.optional(),
  change: figure.optional(),
  because: z.string().optional(),
});
const chain = z.object({
  outcome: z.string().optional(),
  outcomes: number.optional(),
  comparison: z.array(row),
  alpha: number,
  steps: z.array(step),
  kept: z.string().optional(),
  study: step.optional(),
  skipped: z.array(z.object({ map: z.string(), because: z.string() })),
  verdict: texts,
  notes: texts,
  population: number,
  worlds: number,
});

const file = z.union([z.object({ rounds: z.array(chain).min(1) }), chain]);

/**
 * What spillway specify has found of a run and written into its folder; a chain for each outcome; undefined where it was not asked.
 *
 * @throws SpillwayError when the file is none that it writes.
 */
export function readSpecification(out: string): readonly RoundSpecification[] | undefined {
  const path = runFolder(out).specification;
  if (!existsSync(path)) return undefined;
  let data: unknown;
  try {
    data = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    data = undefined;
  }
  const found = file.safeParse(data);
  if (found.success)
    return ("rounds" in found.data ? found.data.rounds : [found.data]) as RoundSpecification[];
  throw new SpillwayError(
    "specification: this is no file that spillway specify writes: run it again on the folder, or remove the file",
    { place: { file: path } },
  );
}
