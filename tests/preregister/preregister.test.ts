import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { estimateCommand } from "../../src/cli/commands/estimate.ts";
import { optionUse } from "../../src/experiment/estimates/optionUse.ts";
import type { Adherence } from "../../src/preregister/Adherence.ts";
import { adherenceOf } from "../../src/preregister/adherenceOf.ts";
import { fieldUse } from "../../src/preregister/fieldUse.ts";
import { type Registration, registrationOf } from "../../src/preregister/readRegistration.ts";
import { MACHINE, registrationText } from "../../src/preregister/registrationText.ts";
import { sealedStudy } from "../../src/preregister/sealedStudy.ts";
import { withoutSecrets } from "../../src/preregister/withoutSecrets.ts";
import { planStudy } from "../../src/study/planStudy.ts";
import { prepareStudy } from "../../src/study/prepareStudy.ts";
import { readStudy } from "../../src/study-file/readStudy.ts";
import { type JsonSchema, studyJsonSchema } from "../../src/study-file/studyJsonSchema.ts";
import { spillway } from "../cli/spillway.ts";
import { folderOf, STUDIES } from "./sealedStudies.ts";

const home = folderOf();
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function documentOfStudy(text: string): Promise<string> {
  writeFileSync(join(home, "study.yaml"), text);
  const study = await readStudy(join(home, "study.yaml"));
  const prepared = prepareStudy(study);
  return registrationText(study, sealedStudy(prepared, planStudy(study, prepared)));
}

describe("every field of a study file", () => {
  test("is sealed or harmless, and somebody has said which", () => {
    const paths = pathsOf(studyJsonSchema());
    expect(paths.length).toBeGreaterThan(150);
    expect(paths.filter((path) => fieldUse(path) === undefined)).toEqual([]);
    // Whoever adds a harmless one looks at this list.
    const harmless = paths.filter((path) => fieldUse(path) === "harmless").map((path) => path.join("/"));
    expect([...new Set(harmless.map((path) => path.split("/").at(-1)!))].sort()).toEqual(
      [
        "0",
        "atOnce",
        "batch",
        "description",
        "discount",
        "form",
        "from",
        "input",
        "keyFrom",
        "name",
        "notes",
        "open",
        "output",
        "perMinute",
        "poll",
        "preregistration",
        "price",
        "processes",
        "requests",
        "tokens",
      ].sort(),
    );
  });

  test("that nobody has classified is found by that test, and sealed until then", () => {
    expect(fieldUse(["brandNew"])).toBeUndefined();
    expect(fieldUse(["data", "brandNew"])).toBeUndefined();
    expect(fieldUse(["run", "brandNew"])).toBeUndefined();
    expect(fieldUse(["answer", "0", "brandNew"])).toBe("estimators");
  });

  test("every option of estimate is compared, told or harmless", () => {
    const names = estimateCommand().options.map((option) => option.attributeName());
    expect(names.filter((name) => optionUse[name] === undefined)).toEqual([]);
    expect(Object.keys(optionUse).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe("a sealed document", () => {
  let text = "";
  beforeAll(async () => {
    text = await documentOfStudy(STUDIES.synthetic!);
  });

  test("has the headings of OSF and of AsPredicted, the same bytes each time, and reads itself", async () => {
    for (const heading of [
      "## Study information (OSF)",
      "## Design plan (OSF)",
      "## Sampling plan (OSF)",
      "## Variables (OSF)",
      "## Analysis plan (OSF)",
      "## AsPredicted",
      MACHINE,
    ])
      expect(text).toContain(`\n${heading}\n`);
    expect(text.match(/^### \d\) /gm)).toHaveLength(9);
    expect(await documentOfStudy(STUDIES.synthetic!)).toBe(text);
    const read = registrationOf(text, "p.md");
    expect(read.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(text).toContain(`hash: ${read.hash}`);
    expect(registrationOf(`\ufeff${text.replaceAll("\n", "\r\n")}`, "p.md").hash).toBe(read.hash);
  });

  test("that is changed in any line is refused", () => {
    const lines = text.split("\n");
    lines.forEach((line, k) => {
      const at = line.length >> 1;
      const changed = `${line.slice(0, at)}${line[at] === "0" ? "1" : "0"}${line.slice(at + 1)}`;
      for (const other of [[changed], [], [line, "added"]]) {
        const whole = [...lines.slice(0, k), ...other, ...lines.slice(k + 1)].join("\n");
        if (whole === text) continue;
        expect(() => registrationOf(whole, "p.md"), `line ${k + 1}: ${changed.slice(0, 80)}`).toThrow(
          /preregistration: /,
        );
      }
    });
  });

  test("names the part that was changed", () => {
    const refusal = (from: string, to: string): string => {
      expect(text).toContain(from);
      try {
        registrationOf(text.replace(from, to), "p.md");
        return "";
      } catch (cause) {
        return (cause as Error).message;
      }
    };
    expect(refusal('"confidence":0.9', '"confidence":0.8')).toContain("study.confidence does not fit");
    expect(refusal('"worlds":3', '"worlds":4')).toMatch(/study\.data|plan/);
    expect(refusal('"missing":0', '"missing":0.5')).toContain("missing does not fit");
    expect(refusal("Confidence 0.9", "Confidence 0.8")).toContain("what people read");
    expect(refusal("hash: ", "hash: 0")).toContain("the hash in its head");
    expect(refusal("spillway-preregistration: 1", "spillway-preregistration: 2")).toContain("format 1");
  });

  test("holds no key, wherever one stands", async () => {
    const secrets = [
      "sk-abcdefghij0123456789",
      "ghp_abcdefghijABCDEFGHIJ0123456789abcd",
      "AKIAABCDEFGHIJKLMNOP",
      "hf_abcdefghijABCDEFGHIJ0123",
      "xoxb-1234567890-abcdef",
    ];
    for (const secret of secrets) {
      for (const word of [
        `--api-key, ${secret}`,
        `--token=${secret}`,
        `"https://x.org/?token=${secret}"`,
        `"https://me:${secret}@x.org"`,
        secret,
      ]) {
        const words = await documentOfStudy(STUDIES.command!.replace("--mode, calm", word));
        expect(words).not.toContain(secret);
      }
      expect(await documentOfStudy(STUDIES.command!.replace("level: 3", `level: ${secret}`))).not.toContain(
        secret,
      );
      expect(await documentOfStudy(`description: "${secret}"\n${STUDIES.questions!}`)).not.toContain(secret);
    }
    expect(
      withoutSecrets({ apiKey: "anything", password: "x", list: ["--secret", "plain"], maxTokens: 3 }),
    ).toEqual({
      apiKey: "[key]",
      password: "[key]",
      list: ["--secret", "[key]"],
      maxTokens: 3,
    });
    const hostile = await documentOfStudy(
      `description: "## Machine-readable part\\n\`\`\`json\\n{}"\n${STUDIES.questions!}`,
    );
    expect(registrationOf(hostile, "p.md").hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("what only the run shows", () => {
  let registration: Registration;
  const adhere = (
    ran: Parameters<typeof adherenceOf>[1]["ran"],
    asked: readonly string[] = ["some-model"],
    missing = 0,
  ): Adherence => {
    const sealed = { ...registration.sealed, models: asked, missing };
    return adherenceOf({ ...registration, sealed }, { now: sealed, ...(ran ? { ran } : {}) });
  };
  beforeAll(async () => {
    registration = registrationOf(await documentOfStudy(STUDIES.synthetic!), "p.md");
  });
  const units = (worlds: number, missing = 0): { world: number; outcome?: number }[] =>
    Array.from({ length: worlds * 12 }, (_, k) => ({
      world: Math.floor(k / 12),
      ...(k < missing ? {} : { outcome: 1 }),
    }));

  test.each([
    ["openai/gpt-5-mini", "gpt-5-mini-2025-08-07", 0],
    ["gpt-4", "gpt-4-0613", 0],
    ["llama3.2", "llama3.2:latest", 0],
    ["some/Model", "other/model", 0],
    ["openai/gpt-5-mini", "gpt-5", 1],
    ["openai/gpt-5", "gpt-5-mini-2025-08-07", 1],
    ["gpt-4", "gpt-4o-2024-08-06", 1],
  ])("%s was sealed and %s answered: %d deviations", (asked, model, count) => {
    expect(adhere({ models: [{ model, turns: 3, arm: "treated" }] }, [asked]).deviations).toHaveLength(count);
  });

  test("worlds, rounds, missing outcomes, and a run that ended early", () => {
    expect(adhere({ units: units(3), rounds: 2 }).deviations).toEqual([]);
    const paths = (ran: Parameters<typeof adhere>[0], missing = 0): string[] =>
      adhere(ran, ["m"], missing).deviations.map(({ path }) => path);
    expect(paths({ units: units(2) })).toEqual(["run.worlds"]);
    expect(paths({ rounds: 1 })).toEqual(["run.rounds"]);
    expect(paths({ units: units(3, 1) })).toEqual(["run.missing"]);
    expect(paths({ units: units(3, 3) }, 3 / 36)).toEqual([]);
    expect(paths({ units: units(3, 4) }, 3 / 36)).toEqual(["run.missing"]);
    expect(paths({ stopped: "after 3 of 72 turns: the budget is used up" })).toEqual(["run.stopped"]);
  });
});

describe("the commands", () => {
  const cwd = mkdtempSync(join(tmpdir(), "spillway-prereg-"));
  afterAll(() => rmSync(cwd, { recursive: true, force: true }));
  const study = (changes: Readonly<Record<string, string>> = {}): string =>
    Object.entries(changes).reduce(
      (text, [from, to]) => text.replace(from, to),
      `seed: 4
model:
  network: { kind: ring-lattice, n: 16, k: 2 }
  agents: { kind: linear-in-means, spread: 1, direct: 1 }
inquiry: { total: [both, none], spillover: [indirect, none] }
data: { assign: { kind: bernoulli, probability: 0.5 }, expose: any-treated, rounds: 2, worlds: 2 }
answer: [{ kind: hajek, interval: wald }]
`,
    );
  const run = (...args: string[]): { out: string; err: string; code: number | null } =>
    spillway(args, { cwd });
  const json = (
    ...args: string[]
  ): { preregistration?: Adherence; rows: { contrast: string; preregistered?: string }[] } =>
    JSON.parse(run(...args, "--json").out);
  const paths = (found: { preregistration?: Adherence }): string[] =>
    found.preregistration!.deviations.map(({ path }) => path);
  beforeAll(() => {
    writeFileSync(join(cwd, "study.yaml"), study());
    writeFileSync(
      join(cwd, "changed.yaml"),
      study({ "spillover: [indirect, none]": "extra: [direct, none]" }),
    );
    expect(run("preregister", "study.yaml", "--out", "sealed.md", "--diagnose", "5").code).toBe(0);
  });

  test("seal, run, estimate and report without a deviation", () => {
    expect(readFileSync(join(cwd, "sealed.md"), "utf8")).toContain("| contrast |");
    const found = json("run", "study.yaml", "--out", "same", "--preregistration", "sealed.md", "--open", "3");
    expect(found.preregistration).toMatchObject({
      deviations: [],
      exploratory: [],
      unanswered: [],
      notes: [],
    });
    expect(found.rows.map(({ preregistered }) => preregistered)).toEqual(["confirmatory", "confirmatory"]);
    // The folder knows its preregistration by itself.
    expect(run("report", "same").out).toContain(": no deviation");
    expect(readFileSync(join(cwd, "same", "report.html"), "utf8")).toContain("there is no deviation");
  });

  test("list every deviation in words, JSON, files and report", () => {
    const told = run("run", "changed.yaml", "--out", "other", "--preregistration", "sealed.md");
    expect(told.err).toContain("warning: deviation from the preregistration: questions: inquiry.spillover");
    for (const text of [told.out, run("report", "other").out]) {
      expect(text).toContain("2 deviations");
      expect(text).toContain("exploratory: extra by hajek");
      expect(text).toContain("preregistered and not answered: spillover");
    }
    const file = JSON.parse(readFileSync(join(cwd, "other", "estimates.json"), "utf8")) as ReturnType<
      typeof json
    >;
    expect(paths(file)).toEqual(["inquiry.spillover", "inquiry.extra"]);
    expect(file.rows.map(({ contrast, preregistered }) => [contrast, preregistered])).toEqual([
      ["total", "confirmatory"],
      ["extra", "exploratory"],
    ]);
    const csv = readFileSync(join(cwd, "other", "estimates.csv"), "utf8");
    expect(csv).toMatch(/,preregistered,deviations\n/);
    expect(csv.match(/,exploratory,"?questions: inquiry.spillover/g)).toHaveLength(1);
    const page = readFileSync(join(cwd, "other", "report.html"), "utf8");
    expect(page).toContain("There are 2 deviations.");
    expect(page).toContain("Exploratory: not preregistered");
  });

  test("the run's own study is on record, whatever is estimated later", () => {
    writeFileSync(join(cwd, "agents.yaml"), study({ "direct: 1": "direct: 2" }));
    run("run", "agents.yaml", "--out", "agents", "--preregistration", "sealed.md");
    // With the sealed study in its place the run stays what it was.
    expect(paths(json("estimate", "study.yaml", "--out", "agents"))).toEqual(["model.agents.direct"]);
    run("run", "agents.yaml", "--out", "silent");
    expect(
      paths(json("estimate", "study.yaml", "--out", "silent", "--preregistration", "sealed.md")),
    ).toEqual(["run.study"]);
  });

  test("a study names its own, budgets count, and a run that pauses says so", () => {
    writeFileSync(join(cwd, "named.yaml"), `preregistration: sealed.md\n${study()}`);
    const found = json("run", "named.yaml", "--out", "paused", "--budget-calls", "20");
    expect(paths(found)).toEqual(["run.budget.calls", "run.stopped"]);
    expect(paths(json("run", "named.yaml", "--out", "aa", "--aa"))).toEqual(["data.aa"]);
    writeFileSync(join(cwd, "absent.yaml"), `preregistration: nowhere.md\n${study()}`);
    const refused = run("run", "absent.yaml", "--out", "absent");
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("there is no file");
    expect(existsSync(join(cwd, "absent"))).toBe(false);
  });

  test("a tampered document is refused before anything is run", () => {
    const text = readFileSync(join(cwd, "sealed.md"), "utf8");
    writeFileSync(join(cwd, "tampered.md"), text.replace('"rounds":2', '"rounds":3'));
    const refused = run("run", "study.yaml", "--out", "tampered", "--preregistration", "tampered.md");
    expect(refused.code).toBe(2);
    expect(refused.err).toContain("tampered.md: preregistration: it was changed after it was sealed");
    expect(refused.err).toContain("study.data");
    expect(existsSync(join(cwd, "tampered"))).toBe(false);
  });

  test("estimates from files are compared option by option", () => {
    const edges = Array.from({ length: 16 }, (_, i) => `${i},${(i + 1) % 16}`);
    writeFileSync(join(cwd, "edges.csv"), `source,target\n${edges.join("\n")}\n`);
    const base = [
      "estimate",
      "--network",
      "edges.csv",
      "--design",
      '{"kind":"bernoulli","probability":0.5}',
      "--exposure",
      "any-treated",
      "--units",
      "same/units.csv",
    ];
    const sealed = [
      "--contrast",
      "total=both:none",
      "--contrast",
      "spillover=indirect:none",
      "--estimator",
      '{"kind":"hajek","interval":"wald"}',
      "--preregistration",
      "sealed.md",
    ];
    const with_ = (...more: string[]): string[] => paths(json(...base, ...sealed, ...more));
    expect(with_()).toEqual([]);
    expect(with_("--draws", "10000", "--seed", "9")).toEqual([]);
    expect(with_("--world", "0")).toContain("--world");
    expect(with_("--contrast", "more=direct:none")).toEqual(["inquiry.more"]);
    expect(with_("--estimator", "horvitz-thompson")).toEqual(["answer.horvitz-thompson"]);
    expect(with_("--confidence", "0.9")).toEqual(["confidence"]);
    expect(with_("--floor", "0.01")).toEqual(["population"]);
    expect(with_("--simultaneous")).toEqual(["simultaneous"]);
    expect(with_("--outcome-range", "0,9")).toEqual(["--outcome-range"]);
    expect(with_("--allow-unlikely-arms")).toEqual(["--allow-unlikely-arms"]);
    const rows = readFileSync(join(cwd, "same", "units.csv"), "utf8")
      .trim()
      .split("\n");
    writeFileSync(join(cwd, "fewer.csv"), `${rows.filter((row) => !row.startsWith("1,")).join("\n")}\n`);
    const fewer = base.map((word) => (word === "same/units.csv" ? "fewer.csv" : word));
    expect(paths(json(...fewer, ...sealed))).toEqual(["run.worlds"]);
    const swapped = rows.map((row) =>
      row.startsWith("1,") ? row.replace(/^1/, "0") : row.replace(/^0/, "1"),
    );
    writeFileSync(join(cwd, "fewer.csv"), `${swapped.join("\n")}\n`);
    expect(paths(json(...fewer, ...sealed))).toEqual(["plan.assignment"]);
  });
});

/** Every path of a setting that a schema allows; `*` for any key, `0` for a place in a list. */
function pathsOf(whole: JsonSchema): string[][] {
  const found = new Map<string, string[]>();
  const meant = (given: unknown): JsonSchema | undefined => {
    let schema = given as JsonSchema | undefined;
    while (typeof schema?.$ref === "string")
      schema = schema.$ref
        .slice(2)
        .split("/")
        .reduce<unknown>((at, key) => (at as JsonSchema)[key], whole) as JsonSchema;
    return typeof schema === "object" && schema !== null ? schema : undefined;
  };
  const walk = (given: unknown, path: string[], above: readonly JsonSchema[]): void => {
    const schema = meant(given);
    if (schema === undefined || above.includes(schema)) return;
    if (path.length > 0) found.set(path.join("/"), path);
    const below = [...above, schema];
    for (const key of ["anyOf", "oneOf", "allOf"])
      for (const one of (schema[key] as unknown[] | undefined) ?? []) walk(one, path, below);
    for (const [key, one] of Object.entries((schema.properties as object | undefined) ?? {}))
      walk(one, [...path, key], below);
    walk(schema.items, [...path, "0"], below);
    for (const one of (schema.prefixItems as unknown[] | undefined) ?? []) walk(one, [...path, "0"], below);
    walk(schema.additionalProperties, [...path, "*"], below);
  };
  walk(whole, [], []);
  return [...found.values()];
}
