import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { type Outcome, spillway } from "./spillway.ts";

const cwd = mkdtempSync(join(tmpdir(), "spillway-readers-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));
const run = (args: readonly string[], input?: string): Outcome =>
  spillway(args, { cwd, ...(input === undefined ? {} : { input }) });
const put = (file: string, text: string | Uint8Array): void => writeFileSync(join(cwd, file), text);

const ring = ["ann", "bob", "cid", "dee", "eve", "fay"];
put("ring.csv", `source,target,since\n${ring.map((id, k) => `${id},${ring[(k + 1) % 6]},3`).join("\n")}\n`);
put("plain.csv", `source,target\n${ring.map((id, k) => `${id},${ring[(k + 1) % 6]}`).join("\n")}\n`);
put("people.csv", `agent\n${ring.toReversed().join("\n")}\n`);
const LEFT = /column "since" of the edges was left out\s+\(6 times, first at\s+ring\.csv:2\)/;
const STUDY = `seed: 1
model: { network: { file: ring.csv }, agents: { kind: exposure-response, outcomes: { none: 1, indirect: 2, direct: 3, both: 4 }, spread: 1 } }
inquiry: { direct: [direct, none] }
data: { assign: { kind: complete, treated: 2 }, expose: any-treated }
answer: [hajek]
`;
put("study.yaml", STUDY);
const table = (rows: readonly string[], header = "agent,arm,outcome", sign = ","): string =>
  [header.replaceAll(",", sign), ...rows.map((row) => row.replaceAll(",", sign))].join("\n");
const arms = ["treated", "control", "control", "treated", "control", "control"];
const outcomes = [7.1, 5.2, 3.9, 8.4, 5, 4.6];
const rows = ring.map((id, k) => `${id},${arms[k]},${outcomes[k]}`);
put("units.csv", table(rows));
const own = ["--design", '{"kind":"complete","treated":2}', "--exposure", "own-arm"];
const asked = [...own, "--contrast", "own=treated:control"];
const estimate = (units: string, ...more: string[]): string[] => [
  ...["estimate", "--network", "plain.csv", "--units", units, ...asked, ...more],
];

describe("what was left out is told", () => {
  test.each([
    ["check", ["check", "study.yaml"]],
    ["plan", ["plan", "study.yaml"]],
    ["run", ["run", "study.yaml", "--out", "told"]],
    ["estimate of a run", ["estimate", "study.yaml", "--out", "told"]],
    ["diagnose", ["diagnose", "study.yaml", "--simulations", "5"]],
    ["diagnose over a grid", ["diagnose", "study.yaml", "--simulations", "5", "--vary", "data.rounds=2,3"]],
    [
      "probabilities",
      ["probabilities", "--network", "ring.csv", "--design", "bernoulli", "--exposure", "own-arm"],
    ],
    ["estimate", ["estimate", "--network", "ring.csv", "--units", "units.csv", ...asked]],
    ["designs", ["designs", "--network", "ring.csv", "--design", "bernoulli", "--draws", "10"]],
    ["designs of a study", ["designs", "--study", "study.yaml", "--draws", "10"]],
    ["cluster sizes", ["designs", "--network", "ring.csv", "--resolutions", "1"]],
    ["run over settings", ["run", "study.yaml", "--out", "varied", "--vary", "data.rounds=2,3"]],
  ])("by %s, on the screen though it is to be quiet, and in JSON", (_, args) => {
    const text = run([...args, "--quiet"]);
    expect([text.code, text.err]).toEqual([0, ""]);
    expect(text.out).toMatch(LEFT);
    const json = run([...args, "--json"]);
    expect(json.code).toBe(0);
    const told = args[0] === "plan" ? json.err : json.out;
    expect(told.replaceAll('\\"', '"')).toMatch(LEFT);
  });

  test("in the report, also of a run that is read back", () => {
    for (const again of [false, true]) {
      if (again) expect(run(["report", "told"]).code).toBe(0);
      expect(readFileSync(join(cwd, "told/report.html"), "utf8")).toContain(
        "Reading the network: column &quot;since&quot; of the edges was left out",
      );
    }
  });

  test("of tables of units, agents and groups", () => {
    put(
      "more.csv",
      table(
        rows.map((row) => `${row},3`),
        "agent,arm,outcome,age",
      ),
    );
    expect(run(estimate("more.csv")).out).toMatch(/note: units: column "age" of the units was left out/);
    put("towns.csv", `agent,town\n${ring.map((id) => `${id},Ulm`).join("\n")}\n`);
    const listed = [
      "probabilities",
      "--network",
      "plain.csv",
      "--agents",
      "towns.csv",
      "--design",
      "bernoulli",
    ];
    expect(run([...listed, "--exposure", "own-arm"]).out).toMatch(
      /column town of the table of agents was left out/,
    );
    put("pairs.csv", `agent;block;by\n${ring.map((id, k) => `${id};${k % 2};me`).join("\n")}\n`);
    put(
      "blocked.yaml",
      STUDY.replace(
        "kind: complete, treated: 2",
        "kind: blocked, blocks: { file: pairs.csv }, treated: { '0': 1, '1': 1 }",
      ),
    );
    const { out } = run(["check", "blocked.yaml"]);
    expect(out.replaceAll(/\s+/g, " ")).toContain('pairs.csv: columns "by" were left out');
    expect(out.replaceAll(/\s+/g, " ")).toContain("pairs.csv: fields were read as separated by semicolons");
  });
});

describe("an input that can be read only once", () => {
  const files: readonly (readonly [option: string, file: string, args: readonly string[]])[] = [
    ["--network", "plain.csv", ["probabilities", "--design", "bernoulli", "--exposure", "any-treated"]],
    [
      "--agents",
      "people.csv",
      ["probabilities", "--network", "plain.csv", "--design", "bernoulli", "--exposure", "any-treated"],
    ],
    ["--design", "design.json", ["probabilities", "--network", "plain.csv", "--exposure", "any-treated"]],
    ["--exposure", "exposure.json", ["probabilities", "--network", "plain.csv", "--design", "bernoulli"]],
    ["--units", "units.csv", ["estimate", "--network", "plain.csv", ...asked]],
    ["--agents", "people.csv", ["estimate", "--network", "plain.csv", "--units", "units.csv", ...asked]],
    ["--plan", "plan.json", ["estimate", "--network", "plain.csv", "--units", "planned.csv", ...asked]],
    ["--network", "plain.csv", ["designs", "--design", "bernoulli", "--draws", "10"]],
    [
      "--agents",
      "people.csv",
      ["designs", "--network", "plain.csv", "--design", "bernoulli", "--draws", "10"],
    ],
    ["--study", "study.yaml", ["designs", "--draws", "10"]],
    ["--arms", "arms.csv", ["import", "panel", "--outcomes", "outcomes.csv"]],
    ["--outcomes", "outcomes.csv", ["import", "panel", "--arms", "arms.csv"]],
    ["--adoption", "adoption.csv", ["import", "panel", "--outcomes", "outcomes.csv"]],
    ["", "study.yaml", ["check"]],
    ["", "study.yaml", ["plan"]],
    ["", "study.yaml", ["diagnose", "--simulations", "5", "--agents", "exposure-response.json"]],
  ];
  put("design.json", '{"kind":"bernoulli","probability":0.4}');
  put("exposure.json", '{"kind":"all-treated"}');
  put(
    "exposure-response.json",
    '{"kind":"exposure-response","outcomes":{"none":1,"indirect":2,"direct":3,"both":5}}',
  );
  put("arms.csv", "id,1,2\na,0,1\nb,0,0\n");
  put("adoption.csv", "agent,adopted\na,2\nb,\n");
  put("outcomes.csv", "id,1,2\na,3,4\nb,5,6\n");
  put("other.yaml", STUDY.replace("ring.csv", "plain.csv"));
  expect(run(["plan", "other.yaml", "--out", "plan.json", "--quiet"])).toMatchObject({ code: 0 });
  const plan = JSON.parse(readFileSync(join(cwd, "plan.json"), "utf8"));
  const planned = plan.agents.map(
    (id: string, i: number) => `${id},${plan.arms[plan.assignments[0][i]]},${outcomes[i]}`,
  );
  put("planned.csv", table(planned));

  test.each(files)(
    "%s: standard input and a named pipe give what the file gives (%s, %j)",
    (option, file, args) => {
      const given = (name: string): string[] => [
        ...args,
        "--quiet",
        ...(option === "" ? [] : [option]),
        name,
      ];
      const wanted = run(given(file));
      expect([wanted.code, wanted.err]).toEqual([0, ""]);
      const text = readFileSync(join(cwd, file), "utf8");
      expect(run(given("-"), text)).toEqual(wanted);
      const pipe = join(cwd, "pipe");
      rmSync(pipe, { force: true });
      spawnSync("mkfifo", [pipe]);
      const writer = spawn("sh", ["-c", `cat ${file} > pipe`], { cwd });
      // A study that is described in a file is told from a kind by a dot or a slash.
      expect(run(given("./pipe"))).toEqual(wanted);
      writer.kill();
    },
  );

  test("is asked for twice: an error that names both", () => {
    const all = files.filter(([option]) => option !== "");
    for (const [option, , args] of all)
      for (const [other, , same] of all) {
        if (same !== args || other === option) continue;
        expect(run([...args, option, "-", other, "-"]).err).toContain("can be standard input");
      }
    expect(
      run([
        "probabilities",
        "--network",
        "-",
        "--agents",
        "-",
        "--design",
        "bernoulli",
        "--exposure",
        "own-arm",
      ]),
    ).toEqual({
      code: 2,
      out: "",
      err: "spillway: probabilities: only one of --network and --agents can be standard input\n",
    });
    expect(
      run(["estimate", "--units", "-", "--network", "plain.csv", "--design", "-", "--exposure", "own-arm"])
        .err,
    ).toContain("can be standard input");
  });
});

describe("tables in the dialects that people write", () => {
  const numbers = (out: string): number[] =>
    (JSON.parse(out) as { rows: { estimate: number }[] }).rows.map((row) => row.estimate);
  const wanted = numbers(run([...estimate("units.csv"), "--json"]).out);
  const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const utf16 = (text: string): Uint8Array =>
    Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

  const read: readonly (readonly [
    string,
    string | Uint8Array,
    (string | undefined)?,
    (readonly string[])?,
  ])[] = [
    ["CRLF and a byte order mark", `\uFEFF${table(rows).replaceAll("\n", "\r\n")}\r\n`, undefined],
    ["line ends of old", table(rows).replaceAll("\n", "\r"), undefined],
    [
      "quotes around all",
      table(
        rows.map((row) => row.replace(/[^,]+/g, '"$&"')),
        '"agent","arm","outcome"',
      ),
      undefined,
    ],
    ["semicolons", table(rows, undefined, ";"), "separated by semicolons"],
    ["semicolons, said", table(rows, undefined, ";"), undefined, ["--delimiter", "semicolon"]],
    ["decimal commas", table(rows, undefined, ";").replaceAll(".", ","), "decimal comma"],
    [
      "decimal commas, said",
      table(rows, undefined, "\t").replaceAll(".", ","),
      "separated by tabs",
      ["--decimal", ","],
    ],
    ["tabs in .csv", table(rows, undefined, "\t"), "separated by tabs"],
    ["bars", table(rows, undefined, "|"), "separated by bars"],
    ["blanks", table(rows, undefined, " "), "separated by blanks"],
    ["a line for a spreadsheet", `sep=;\n${table(rows, undefined, ";")}`, undefined],
    ["comments above", `# written by hand\n# in May\n${table(rows)}`, "2 lines of comment above the header"],
    ["a header behind a sign of comments", `#${table(rows)}`, undefined],
    [
      "pandas",
      table(
        rows.map((row, k) => `${k},${row}`),
        ",agent,arm,outcome",
      ),
      "first column",
    ],
    [
      "pandas, twice",
      table(
        rows.map((row, k) => `${k},${row}`),
        "Unnamed: 0,agent,arm,outcome",
      ),
      "first column",
    ],
    [
      "R's write.csv",
      table(
        rows.map((row, k) => `"${k + 1}",${row}`),
        '"","agent","arm","outcome"',
      ),
      "first column",
    ],
    [
      "R's write.table",
      table(
        rows.map((row, k) => `"${k + 1}",${row}`),
        '"agent","arm","outcome"',
        " ",
      ),
      "first column",
    ],
    ["capitals in the header", table(rows, "Agent,ARM,Outcome"), undefined],
    ["a no-break blank in the header", table(rows, "agent\u00A0,arm,outcome"), undefined],
    [
      "JSONL",
      ring.map((agent, k) => JSON.stringify({ agent, arm: arms[k], outcome: outcomes[k] })).join("\n"),
      undefined,
    ],
    ["arms by number", table(rows).replaceAll("treated", "1").replaceAll("control", "0"), undefined],
    [
      "arms as floats",
      table(rows).replaceAll("treated", "1.0").replaceAll("control", "0.0"),
      'arm "1.0" was read as "treated"',
    ],
    [
      "arms as booleans",
      table(rows).replaceAll("treated", "TRUE").replaceAll("control", "FALSE"),
      'arm "TRUE" was read as "treated"',
    ],
    ["arms in capitals", table(rows).replaceAll("treated", "Treated"), 'arm "Treated" was read as "treated"'],
    ["an arm with a no-break blank", table(rows).replaceAll("control", '"control\u00A0"'), "was read as"],
    ["gzip", gzipSync(table(rows)), undefined],
  ];
  for (const [name, text, note, more = []] of read)
    test(name, () => {
      put("dialect.csv", text);
      const { code, out, err } = run([...estimate("dialect.csv", ...more), "--json", "--quiet"]);
      expect([code, err]).toEqual([0, ""]);
      expect(numbers(out)).toEqual(wanted);
      const { notes = [] } = JSON.parse(out) as { notes?: string[] };
      if (note === undefined) expect(notes).toEqual([]);
      else expect(notes.join("\n")).toContain(note);
    });

  const refused: readonly (readonly [string, string | Uint8Array, string])[] = [
    [
      "NA",
      table(rows).replace("5.2", "NA"),
      'dialect.csv:3: units: outcome must be a number, got "NA": write an empty field for a missing outcome, or say what marks one: --missing NA',
    ],
    [
      "decimal commas between tabs",
      table(rows, undefined, "\t").replaceAll(".", ","),
      "say so with --decimal ,",
    ],
    ["thousands", table(rows).replace("5.2", '"1,234.5"'), "without signs between the thousands"],
    [
      "points and commas",
      table(rows, undefined, ";").replace("7.1", "7,1"),
      "some numbers have a decimal comma and some a decimal point",
    ],
    ["booleans and numbers", table(rows).replace("5.2", "TRUE"), "true and false throughout"],
    [
      "outcome and Outcome",
      table(
        rows.map((row) => `${row},1`),
        "agent,arm,outcome,Outcome",
      ),
      'columns "outcome" and "Outcome" have one name',
    ],
    [
      "a quote that is never closed",
      table(rows).replace("cid", '"cid'),
      "dialect.csv:4: units: a quote is opened and never closed",
    ],
    ["UTF-16", utf16(table(rows)), "it looks like UTF-16; save it as UTF-8"],
    [
      "Latin-1",
      latin(table(rows).replace("ann", "ann\u00E9")),
      "dialect.csv:2: the text is not UTF-8: it looks like ISO-8859-1 (Latin-1); save it as UTF-8",
    ],
    ["a workbook", latin("PK\u0003\u0004xxxxxxxxxxxxxxxxxxxx"), "a zipped file or a workbook"],
    ["SQLite", latin(`SQLite format 3\u0000${"x".repeat(40)}`), "SQLite database"],
    [
      "OTLP",
      '{"resourceSpans":[{"scopeSpans":[{"spans":[{"attributes":[{"key":"gen_ai.agent.name"}]}]}]}]}',
      "an OpenTelemetry trace with GenAI attributes",
    ],
    [
      "OpenInference",
      '{"resourceSpans":[{"attributes":[{"key":"openinference.span.kind"}]}]}\n',
      "OpenInference",
    ],
    ["Langfuse", '{"id":"o","traceId":"t","type":"GENERATION","startTime":"2026"}\n', "Langfuse"],
    ["LangSmith", '{"run_type":"llm","trace_id":"t","dotted_order":"2"}\n', "LangSmith"],
    ["EDSL", "agent.agent_name,scenario.arm,answer.support\nA,t,1\n", "EDSL"],
    ["Empirica", "id,participantIdentifier,participantIdentifierLastChangedAt\np,1,t\n", "Empirica"],
    ["oTree", "participant.id_in_session,participant.code,session.code\n1,c,s\n", "oTree"],
    ["Concordia", '{"content_store":{},"entries":[{"entity_name":"A"}]}', "Concordia"],
    ["GovSim", '[{"agent_id":"p","action":"harvesting","resource_in_pool_before_harvesting":100}]', "GovSim"],
  ];
  test.each(refused)("refuses %s by name, with the way out", (_, text, words) => {
    put("dialect.csv", text);
    const { code, out, err } = run(estimate("dialect.csv"));
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
    expect(err.length).toBeLessThan(500);
  });

  test("NA is read where it is said to be missing, and estimates are those of an empty field", () => {
    put("dialect.csv", table(rows).replace("5.2", ""));
    const empty = run([...estimate("dialect.csv"), "--json"]);
    put("dialect.csv", table(rows).replace("5.2", "NA"));
    expect(run([...estimate("dialect.csv", "--missing", "NA,NaN"), "--json"])).toEqual(empty);
  });

  test("panels and agents are read in them, too", () => {
    const wide = run(["import", "panel", "--arms", "arms.csv", "--outcomes", "outcomes.csv"]);
    put("arms2.csv", "\uFEFFid;1;2\r\na;0;TRUE\r\nb;Control;0.0\r\n");
    put("outcomes2.csv", "id;1;2\na;3,0;4\nb;5;NA\n");
    const odd = run([
      "import",
      "panel",
      "--arms",
      "arms2.csv",
      "--outcomes",
      "outcomes2.csv",
      "--missing",
      "NA",
    ]);
    expect(odd.out).toBe(wide.out.replace("b,control,6,,2", "b,control,,missing,2"));
    for (const words of [
      "decimal comma",
      "semicolons",
      'arm "TRUE" was read as "treated"',
      'arm "0.0" was read as "control"',
    ])
      expect(odd.err.replaceAll(/\s+/g, " ")).toContain(words);
  });

  test("no network is needed for agents by themselves", () => {
    const alone = run(["estimate", "--units", "units.csv", ...asked, "--json", "--quiet"]);
    expect([alone.code, alone.err]).toEqual([0, ""]);
    expect(numbers(alone.out)).toEqual(wanted);
    expect(alone.out).toContain("no network was given");
    expect(
      run(["probabilities", "--agents", "people.csv", "--design", "bernoulli", "--exposure", "own-arm"]).code,
    ).toBe(0);
    expect(run(["probabilities", "--design", "bernoulli", "--exposure", "any-treated"]).err).toContain(
      "wanted --network",
    );
  });
});
