// What the sandbox says of a study is what `spillway run` says of the same file.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { rng } from "../../src/core/rng.ts";
import { addressOf, stateOf } from "../../src/lab/app/sandbox/address.ts";
import { type Diagnosed, diagnoseStudy } from "../../src/lab/app/sandbox/diagnoseStudy.ts";
import { exampleStudy, GENERATED } from "../../src/lab/app/sandbox/exampleStudy.ts";
import { playStudy } from "../../src/lab/app/sandbox/playStudy.ts";
import { sandboxLink } from "../../src/lab/app/sandbox/sandboxLink.ts";
import { spillway } from "../cli/spillway.ts";
import { inTurn } from "../support/enumeration/inTurn.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-sandbox-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

interface Row {
  readonly contrast: string;
  readonly estimator: string;
  readonly estimate?: number;
  readonly ci?: readonly [number, number];
}

const FILE = `seed: 4
model:
  network: { file: "friends <b>.csv" }
  agents: { kind: linear-in-means, direct: 1, indirect: 2, noise: 1 }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: bernoulli, probability: 0.4 }, expose: any-treated, rounds: 3, worlds: 2 }
answer: [hajek, difference-in-means]
`;
const EDGES = `source,target\n${Array.from({ length: 12 }, (_, k) => `<script>${k},<script>${(k + 1) % 12}`).join("\n")}\n`;

const README_STUDY = readFileSync("README.md", "utf8").split("```yaml\n")[1]!.split("```")[0]!;

describe("the sandbox", () => {
  test.each([
    ...inTurn(GENERATED, 2).map((one) => [one.name, { text: exampleStudy(one), files: {} }] as const),
    ["a dropped network", { text: FILE, files: { "friends <b>.csv": EDGES } }] as const,
  ])("assigns and estimates as a run does: %s", async (name, state) => {
    const folder = join(cwd, name.replaceAll(" ", "-"));
    mkdirSync(folder);
    writeFileSync(join(folder, "study.yaml"), state.text);
    for (const [file, text] of Object.entries(state.files)) writeFileSync(join(folder, file), text);
    expect(spillway(["run", "study.yaml", "--out", "r", "--quiet"], { cwd: folder })).toMatchObject({
      err: "",
      code: 0,
    });
    const played = await playStudy(state);
    const plan = JSON.parse(readFileSync(join(folder, "r/plan.json"), "utf8")) as {
      hash: string;
      assignments: number[][];
      agents: string[];
    };
    expect([played.planHash, played.ids]).toEqual([plan.hash, plan.agents]);
    expect([...played.arms]).toEqual(plan.assignments[0]);
    const { rows } = JSON.parse(readFileSync(join(folder, "r/estimates.json"), "utf8")) as { rows: Row[] };
    const comparable = rows.filter(({ contrast }) => contrast !== undefined);
    expect(played.rows.length).toBeGreaterThan(1);
    for (const { contrast, estimator, estimate, ci } of played.rows) {
      const other = comparable.find((row) => row.contrast === contrast && row.estimator === estimator)!;
      expect(other, `${contrast} ${estimator}`).toBeDefined();
      expect([estimate === undefined, ci === undefined]).toEqual([
        other.estimate === undefined,
        other.ci === undefined,
      ]);
      if (estimate !== undefined) expect(Math.abs(estimate - other.estimate!)).toBeLessThan(1e-9);
      if (ci) for (const k of [0, 1]) expect(Math.abs(ci[k]! - other.ci![k]!)).toBeLessThan(1e-9);
    }
    expect(played.rounds.at(-1)!.length).toBe(played.agents);
  });

  test("tells a diagnosis in parts, whose last says what the whole does", async () => {
    const parts: Diagnosed[] = [];
    const state = { text: exampleStudy(GENERATED[0]!), files: {} };
    const whole = await diagnoseStudy(state, 30, (part) => parts.push(part));
    expect(parts.map(({ simulations }) => simulations)).toEqual([10, 20, 30]);
    expect(whole).toEqual(parts[2]);
    const hajek = whole.rows.find(
      ({ estimator, contrast }) => estimator === "hajek" && contrast === "spillover",
    )!;
    expect(Math.abs(hajek.bias!)).toBeLessThan(4 * hajek.mcse!);
  });

  test("refuses in words what a page cannot do", async () => {
    const text = exampleStudy(GENERATED[0]!);
    const play = (changed: string): Promise<unknown> => playStudy({ text: changed, files: {} });
    await expect(
      play(text.replace(/agents: .*/, "agents: { kind: command, command: [node, a.mjs] }")),
    ).rejects.toThrow(/need the program: export the study/);
    await expect(play(text.replace(/network: .*/, "network: { file: edges.csv }"))).rejects.toThrow(
      /"edges.csv" is not here: drop it/,
    );
    await expect(play(text.replace(/n: 100/, "n: 300000"))).rejects.toThrow(/more than a page plays|above/);
    await expect(play(text.replace("hajek", "hajck"))).rejects.toThrow(/did you mean "?hajek/);
    await expect(play("seed: [")).rejects.toThrow(/study/);
  });

  test.each([
    ["an example", exampleStudy(GENERATED[2]!)],
    ["README's study", README_STUDY],
    ["other scripts and signs", 'name: "<b>naïve & 実験 #/%"\n'],
  ])("opens a study from a link that names nothing but signs of an address: %s", async (_, text) => {
    const link = (await sandboxLink({ text, files: {} }))!;
    expect(link).toMatch(/^#\/sandbox\/[\w-]+$/);
    expect(await stateOf(link.slice("#/sandbox/".length))).toEqual({ text, files: {} });
  });

  test("plays README's study", async () => {
    const text = README_STUDY;
    const { agents, rows } = await playStudy({ text, files: {} });
    expect(agents).toBe(120);
    expect(rows.some(({ estimate }) => estimate !== undefined)).toBe(true);
  });

  test("keeps its whole state in the address, and takes no address that was changed or swells", async () => {
    const state = { text: FILE, files: { "friends <b>.csv": EDGES } };
    const address = (await addressOf(state))!;
    expect(address).toMatch(/^[\w-]+$/);
    expect(await stateOf(address)).toEqual(state);
    for (const wrong of ["", "%", address.slice(0, -6), `x${address}`, "AAAA"])
      expect(await stateOf(wrong)).toBeUndefined();
    const swelling = { text: "a".repeat(5_000_000), files: {} };
    const small = (await addressOf(swelling)) ?? "";
    expect(await stateOf(small)).toBeUndefined();
    const random = rng("noise");
    const noise = Array.from({ length: 60_000 }, () => String.fromCharCode(33 + random.integer(90))).join("");
    expect((await addressOf({ text: noise, files: {} }))?.length).toBeUndefined();
  });
});
