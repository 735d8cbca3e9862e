import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { benchmarks } from "../../src/benchmarks/benchmarks.ts";
import { runBenchmark } from "../../src/benchmarks/play/runBenchmark.ts";
import { check } from "../../src/experiment/check.ts";
import { faultServer } from "../support/faultServer.ts";
import { schemaModel } from "./schemaModel.ts";
import { variantStudies } from "./variantStudies.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-bench-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(benchmarks.map((one, k) => [one.name, one, k % 2 === 1] as const))(
  "%s",
  (name, one, disguised) => {
    test("language models can be told every prompt, and nothing looks unintended", {
      timeout: 300_000,
    }, async () => {
      for (const file of ["language.yaml", "disguised.yaml"])
        for (const study of await variantStudies(one, { file, model: "openai/gpt-x" })) {
          const { notes = [] } = check(study).agents;
          // In an A/A variant, and where nobody is heard, that is what the variant is for.
          const meant = study.data.aa || study.data.interact?.channel.name === "none";
          if (!meant) expect(notes).toEqual([]);
        }
    });

    test("runs on an endpoint, every other benchmark in disguise, and every answer can be used", {
      timeout: 60_000,
    }, async () => {
      const server = await faultServer({ answer: schemaModel, rate: 0, seed: 1 });
      try {
        const { rows, stopped } = await runBenchmark(one, {
          ...{ out: join(folder, `${name}-endpoint`), worlds: 1, disguised },
          ...{ agents: `${server.url}#mock`, settings: { budget: { calls: 30 } } },
        });
        if (stopped) {
          const { turns, statuses, halted } = stopped.run;
          expect(halted!.kind).toBe("budget");
          expect(statuses).toEqual({ ok: turns, refused: 0, invalid: 0, failed: 0, timeout: 0 });
        } else expect(rows.some(({ estimate }) => estimate !== undefined)).toBe(true);
      } finally {
        await server.close();
      }
    });

    test("synthetic agents do what the closed form says, within chance", { timeout: 600_000 }, async () => {
      // 240 meetings a world: ten worlds of each of its five variants alone take longer than all other benchmarks.
      const fewer = name === "naming-game" ? { worlds: 4 } : {};
      const { rows } = await runBenchmark(one, { out: join(folder, name), ...fewer });
      const known = rows.filter(({ exact }) => exact !== undefined);
      expect(known.length).toBeGreaterThan(3);
      const off = known.filter(({ estimate, se, exact, n }) => {
        if (estimate === undefined) return true;
        const far = Math.abs(estimate - exact!);
        // Where all worlds are equal in n draws, what is expected is that or nearly so.
        return se === undefined
          ? far > 1e-9 * (1 + Math.abs(exact!)) && !(far < 4 / n && exact! <= 1)
          : far > 4 * se;
      });
      expect(off).toEqual([]);
    });
  },
);
