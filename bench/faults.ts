/**
 * How long a run takes when one call in five is at fault, kind by kind: 10,000 calls of 100 ms, 200 open, 200 agents, 10 rounds, 5 worlds. Time is simulated, so the waits
 * of the run are measured and not the machine. npx tsx bench/faults.ts
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FAULT_KINDS, timeWithFaults } from "../tests/run/faultTime.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-bench-faults-"));
const size = { agents: 200, worlds: 5, rounds: 10, open: 200 };
const rows: readonly (readonly [string, readonly string[], number])[] = [
  ["none", [], 0],
  ...FAULT_KINDS.map((kind) => [kind, [kind], 0.2] as const),
  ["all of these but the last, mixed", FAULT_KINDS.slice(0, -1), 0.2],
  ["500, reset, cut body, 429 again at once", ["500", "a reset", "a cut body", "429, again at once"], 0.2],
  [
    "the same and no answer within 2 s",
    ["500", "a reset", "a cut body", "429, again at once", "no answer within 2 s"],
    0.2,
  ],
];
let first = 0;
for (const [k, [name, kinds, share]] of rows.entries()) {
  const { result, seconds, most } = await timeWithFaults(kinds, share, {
    ...size,
    journalPath: join(folder, `${k}.jsonl`),
  });
  if (k === 0) first = seconds;
  console.log(
    `| ${name} | ${seconds.toFixed(1)} s | ${(seconds / first).toFixed(1)} | ${result.spent.calls} | ${result.statuses.ok} | ${most} |`,
  );
}
rmSync(folder, { recursive: true });
