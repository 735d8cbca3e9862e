import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bernoulli } from "../../designs/bernoulli.ts";
import { complete } from "../../designs/complete.ts";
import { rng } from "../../src/core/rng.ts";
import type { HeardRow } from "../../src/log/units/readHeard.ts";
import type { UnitRow } from "../../src/log/units/UnitRow.ts";
import { fromEdges } from "../../src/network/fromEdges.ts";
import { trustUnits } from "../../src/trust/trustUnits.ts";
import { type UnitCheckOptions, unitChecks } from "../../src/trust/units/unitChecks.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-trust-"));
afterAll(() => rmSync(folder, { recursive: true }));

const n = 60;
const ids = Array.from({ length: n }, (_, i) => `a${i}`);
const edges = ids.map((id, i) => [id, ids[(i + 1) % n]!] as const);
const ring = fromEdges(edges);
const law = complete({ treated: n / 2 }).law(ring);

interface World {
  units: UnitRow[];
  heard: HeardRow[];
}

/** An honest experiment: arms by the law, everything else apart from them. */
function honest(seed: number): World {
  const random = rng(seed);
  const drawn = law.draw(random.fork("arms"));
  const treated = new Map(ring.ids.map((id, i) => [id, drawn[i] === 1]));
  const units = ids.map((agent, k): UnitRow => {
    const arm = treated.get(agent) ? "treated" : "control";
    const lost = random.uniform() < 0.1;
    return {
      world: 0,
      agent,
      arm,
      ...(lost ? {} : { outcome: random.uniform() }),
      covariates: {
        age: String(random.integer(60)),
        town: ["x", "y", "z"][random.integer(3)]!,
        placebo: String(random.uniform()),
        asked: String((k * 37) % n),
        delivered: arm,
      },
    };
  });
  const heard = edges.map(([source, target]) => ({ world: 0, source, target }));
  return { units, heard };
}

const options = (heard: readonly HeardRow[]): UnitCheckOptions => ({
  law,
  network: ring,
  heard,
  covariates: ["age", "town"],
  negativeControls: ["placebo"],
  order: "asked",
});

const flags = ({ units, heard }: World): string[] =>
  unitChecks(units, options(heard)).flatMap(({ verdict, check }) => (verdict === "flagged" ? [check] : []));

test("an honest experiment is clean in every check, and exposure over declared edges is an effect", () => {
  const world = honest(1);
  const found = unitChecks(world.units, options(world.heard));
  expect(found.filter(({ verdict }) => verdict !== "clean")).toEqual([]);
  expect(found.at(-1)?.says).toContain("are effects");
});

const isTreated = ({ arm }: UnitRow): boolean => arm === "treated";
const withColumn = (
  units: readonly UnitRow[],
  name: string,
  of: (unit: UnitRow, k: number) => string,
): UnitRow[] =>
  units.map((unit, k) => ({ ...unit, covariates: { ...unit.covariates, [name]: of(unit, k) } }));

const faults: readonly (readonly [check: string, spoil: (world: World) => World])[] = [
  [
    "arms against the law",
    (w) => ({ ...w, units: w.units.map((u, k) => ({ ...u, arm: k < 10 ? "treated" : u.arm })) }),
  ],
  ["delivered against assigned", (w) => ({ ...w, units: withColumn(w.units, "delivered", () => "control") })],
  [
    "balance",
    (w) => ({
      ...w,
      units: withColumn(w.units, "age", (u, k) => String((isTreated(u) ? 60 : 20) + (k % 7))),
    }),
  ],
  ["balance", (w) => ({ ...w, units: withColumn(w.units, "town", (u) => (isTreated(u) ? "x" : "y")) })],
  [
    "missing outcomes",
    (w) => ({
      ...w,
      units: w.units.map((u) => {
        const { outcome: _, ...without } = u;
        return isTreated(u) ? without : { ...without, outcome: 1 };
      }),
    }),
  ],
  [
    "order effects",
    (w) => ({ ...w, units: withColumn(w.units, "asked", (u, k) => String((isTreated(u) ? 0 : 100) + k)) }),
  ],
  [
    "negative controls",
    (w) => ({
      ...w,
      units: withColumn(w.units, "placebo", (u, k) => String((isTreated(u) ? 5 : 0) + (k % 3))),
    }),
  ],
  [
    "in-degree by arm",
    (w) => ({
      ...w,
      heard: w.units
        .filter(isTreated)
        .flatMap(({ agent }) => w.heard.filter(({ target }) => target === agent)),
    }),
  ],
  [
    "senders by arm",
    (w) => ({
      ...w,
      heard: w.units
        .filter(isTreated)
        .flatMap(({ agent }) => w.heard.filter(({ source }) => source === agent)),
    }),
  ],
  [
    "messages of strangers",
    (w) => ({ ...w, heard: [...w.heard, { world: 0, source: "nobody", target: "a1" }] }),
  ],
  [
    "realized against declared edges",
    (w) => ({ ...w, heard: [...w.heard, { world: 0, source: "a1", target: "a30" }] }),
  ],
];

test.each(faults)("a fault is found: %s", (check, spoil) => {
  expect(flags(spoil(honest(2)))).toContain(check);
});

test("senders of one's own arm are found, and the claim without declared edges is association", () => {
  const world = honest(3);
  const treated = world.units.filter(isTreated).map(({ agent }) => agent);
  const heard = treated.map((source, k) => ({
    world: 0,
    source,
    target: treated[(k + 1) % treated.length]!,
  }));
  const { network: _, ...without } = options(heard);
  const found = unitChecks(world.units, { ...without, law: bernoulli({ probability: 0.5 }).law(ring) });
  expect(found.find(({ check }) => check === "senders of one's own arm")?.verdict).toBe("flagged");
  expect(found.at(-1)).toMatchObject({ verdict: "cannot tell" });
  expect(found.at(-1)?.says).toContain("associations");
  const known = unitChecks(world.units, { ...without, law, channel: "random-partner" });
  expect(known.at(-1)?.says).toContain("(random-partner)");
});

test("without design, columns and messages each check says what it wants", () => {
  const { units } = honest(4);
  const bare = units.map(({ covariates: _, ...unit }) => ({ ...unit, outcome: 1 }));
  const found = unitChecks(bare);
  expect(found.filter(({ verdict }) => verdict === "cannot tell").map(({ check }) => check)).toEqual([
    "arms against the law",
    "delivered against assigned",
    "balance",
    "order effects",
    "negative controls",
    "what exposure lets one claim",
  ]);
  expect(() => unitChecks(units, { covariates: ["agee"] })).toThrow(/no column "agee".*age/);
});

test("files are read with their places", async () => {
  const table = join(folder, "units.csv");
  const heard = join(folder, "heard.csv");
  writeFileSync(table, "agent,arm,outcome\na,treated,1\nb,control,2\nc,control,3\nd,treated,4\n");
  writeFileSync(heard, "source,target\na,b\nb,\n");
  const design = '{"kind":"complete","treated":2}';
  const { findings } = await trustUnits(table, { design });
  expect(findings[0]).toMatchObject({ check: "arms against the law", verdict: "clean" });
  await expect(trustUnits(table, { design, heard })).rejects.toThrow(/source and target/);
});
