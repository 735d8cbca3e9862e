// Ten million rows of a log with who was heard, of which the last round is imported by the built program: seconds and the most memory. Run with: npx tsdown && npx tsx bench/messages.ts [rows]
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

const AGENTS = 10_000;
const rows = Number(process.argv[2] ?? 10_000_000);
const last = String(Math.floor((rows - 1) / AGENTS));
const folder = mkdtempSync(join(tmpdir(), "spillway-messages-"));
try {
  const log = join(folder, "log.csv");
  const file = openSync(log, "w");
  let text = "round,agent,arm,outcome,partner\n";
  for (let k = 0; k < rows; k++) {
    const agent = k % AGENTS;
    text += `${Math.floor(k / AGENTS)},a${agent},${agent % 2 === 0 ? "treated" : "control"},${(k * 7) % 11},a${(agent + 1 + (k % 7)) % AGENTS}\n`;
    if (text.length > 1 << 22) {
      writeSync(file, text);
      text = "";
    }
  }
  writeSync(file, text);
  closeSync(file);
  const map = join(folder, "map.yaml");
  writeFileSync(map, "unit: agent\nround: round\narm: arm\noutcome: outcome\npartner: partner\n");
  const begun = performance.now();
  const { status, stderr } = spawnSync(
    "/usr/bin/time",
    [
      ...["-v", "node", "--max-old-space-size=3000", "dist/src/cli/main.js", "import", "--map", map, log],
      ...["--out", join(folder, "units.csv"), "--edges", join(folder, "heard.csv"), "--rounds", last],
    ],
    { encoding: "utf8" },
  );
  const seconds = (performance.now() - begun) / 1000;
  const memory = /Maximum resident set size \(kbytes\): (\d+)/.exec(stderr)?.[1];
  const own = /User time \(seconds\): ([\d.]+)/.exec(stderr)?.[1];
  console.log(
    `${rows} rows, units and messages of the last round: ${seconds.toFixed(1)} s, ${own} s of processor${memory === undefined ? "" : `, ${(Number(memory) / 1e6).toFixed(2)} GB`}, exit code ${status}`,
  );
  if (status !== 0) console.log(stderr.slice(0, 1000));
} finally {
  rmSync(folder, { recursive: true });
}
