// The tables of docs/benchmarks.md between their marks: every benchmark on its synthetic agents, and the tipping point of the naming game.
// npx tsx examples/benchmarkTable.ts --write; with --tipping the latter alone
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fromEdges, replay, rng } from "spillway";
import { namingGame } from "spillway/agents";
import { interaction, onePair } from "spillway/run";
import { type BenchmarkRow, benchmarks, runBenchmark } from "spillway/studies";

const PAGE = "docs/benchmarks.md";

const number = (value: number | undefined): string =>
  value === undefined ? "" : String(Number(value.toPrecision(4)));

function line({ quantity, estimate, se, n, exact, published }: BenchmarkRow): string {
  const { source, found } = published ?? {};
  const others = found
    ? `${typeof found.value === "number" ? number(found.value) : found.value} (${source}; ${found.read})`
    : source === undefined
      ? ""
      : `not checked here; see ${source}`;
  return `| ${[quantity.replaceAll("|", "\\|"), number(estimate), number(se), n, number(exact), others].join(" | ")} |`;
}

/** Every benchmark with its rows, as a page shows them. */
async function sections(): Promise<string> {
  const parts: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), "benchmarks-"));
  for (const one of benchmarks) {
    const { rows } = await runBenchmark(one, { out: join(folder, one.name) });
    parts.push(
      [
        `### ${one.name}`,
        "",
        one.question,
        "",
        `**Treatment**: ${one.treatment}. **Exposure**: ${one.exposure}. **Estimand**: ${one.estimand}.`,
        "",
        "| quantity | ours | se | n | exact | published |",
        "|---|---|---|---|---|---|",
        ...rows.map(line),
      ].join("\n"),
    );
  }
  rmSync(folder, { recursive: true });
  return parts.join("\n\n");
}

/** Share of the others that say the committed word in the mean field (Xie et al. 2011, equations 1 and 2), after `time` meetings for each agent. */
function meanField(p: number, time: number): number {
  let a = 0;
  let b = 1 - p;
  const step = 0.005;
  for (let t = 0; t < time; t += step) {
    const ab = 1 - p - a - b;
    const da = -a * b + ab * ab + a * ab + 1.5 * p * ab;
    const db = -a * b + ab * ab + b * ab - p * b;
    a += step * da;
    b += step * db;
  }
  return (a + (1 - p - a - b) / 2) / (1 - p);
}

/** The committed share from which on the mean field turns in the end, by bisection. */
function tippingPoint(): number {
  let [low, high] = [0.05, 0.15];
  while (high - low > 1e-5) {
    const middle = (low + high) / 2;
    if (meanField(middle, 20_000) > 0.9) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

const N = 1000;
const TIME = 150;
const WORLDS = 6;

/** Shares in worlds of N agents, one pair a round, after TIME meetings for each agent. */
function played(committed: number): { readonly mean: number; readonly se: number } {
  const ids = Array.from({ length: N }, (_, i) => String(i).padStart(4, "0"));
  const network = fromEdges(ids.flatMap((a, i) => ids.slice(i + 1).map((b) => [a, b] as const)));
  const armNames = ["control", "treated"];
  const agents = namingGame({ rule: "inventory", start: "Q", committed: "M" });
  const how = interaction({ schedule: onePair() })!;
  const agentOf = agents.create({ network, arms: armNames, rng: rng(1) });
  const arms = ids.map((_, i) => (i < committed ? 1 : 0));
  const shares = Array.from({ length: WORLDS }, (_, world) => {
    const { outcomes } = replay({
      ...{ network, agentOf, arms, armNames, world, rounds: TIME * N, rng: rng(7), interaction: how },
    });
    const free = [...outcomes].filter((_, i) => arms[i] === 0);
    return free.reduce((sum, one) => sum + one, 0) / free.length;
  });
  const mean = shares.reduce((a, b) => a + b, 0) / WORLDS;
  const variance = shares.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (WORLDS - 1);
  return { mean, se: Math.sqrt(variance / WORLDS) };
}

function tippingTable(): string {
  const rows = [0.08, 0.09, 0.1, 0.11, 0.12].map((p) => {
    const { mean, se } = played(Math.round(p * N));
    return `| ${p} | ${number(mean)} | ${number(se)} | ${number(meanField(p, TIME))} | ${number(meanField(p, 20_000))} |`;
  });
  return [
    `The mean field turns at ${tippingPoint().toFixed(4)}; the literature (Xie et al. 2011) has 0.0979. Played: ${WORLDS} worlds of ${N} agents, ${TIME} meetings for each.`,
    "",
    "| committed share | others who say the new word | se | mean field, then | mean field, in the end |",
    "|---|---|---|---|---|",
    ...rows,
  ].join("\n");
}

function between(text: string, start: string, end: string, inside: string): string {
  const [from, to] = [text.indexOf(start) + start.length, text.indexOf(end)];
  return `${text.slice(0, from)}\n\n${inside}\n\n${text.slice(to)}`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const tipping = tippingTable();
  let page = readFileSync(PAGE, "utf8");
  const all = process.argv.includes("--tipping") ? undefined : await sections();
  if (all !== undefined)
    page = between(page, "<!-- written by examples/benchmarkTable.ts -->", "<!-- end of benchmarks -->", all);
  page = between(page, "<!-- tipping point -->", "<!-- end of tipping point -->", tipping);
  if (process.argv.includes("--write")) writeFileSync(PAGE, page);
  else console.log([all, tipping].join("\n\n"));
}
