import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const N = 8;
const ROUNDS = 3;
export const agents: readonly number[] = Array.from({ length: N }, (_, i) => i);
export const armOf = (i: number): string => (i % 3 === 0 ? "treated" : "control");
const heardBy = (i: number): number[] => [(i + N - 1) % N, (i + 1) % N];
/** The outcome of an agent in a round from 1: a number with a sign and decimals. */
export const outcomeOf = (i: number, r: number): number =>
  Math.round(1000 * (2 * Number(i % 3 === 0) + Math.sin(7 * i + r))) / 1000;
/** Every observation: agent and round. */
export const turns: readonly (readonly [number, number])[] = agents.flatMap((i) =>
  Array.from({ length: ROUNDS }, (_, k) => [i, k + 1] as const),
);
/** Who heard whom at all: messages are heard from the second round on. */
export const edges: readonly string[] = agents.flatMap((i) => heardBy(i).map((j) => `${j}>${i}`)).sort();

type Value = string | number;
const attribute = (key: string, value: Value): object => ({
  key,
  value:
    typeof value === "string"
      ? { stringValue: value }
      : Number.isInteger(value)
        ? { intValue: String(value) }
        : { doubleValue: value },
});
const otlp = (spans: readonly object[]): object => ({
  resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: "x" }, spans }] }],
});
const span = (
  i: number,
  r: number,
  attributes: Readonly<Record<string, Value>>,
  events: readonly object[] = [],
): object => ({
  ...{
    traceId: "1".repeat(32),
    spanId: (i * 10 + r).toString(16).padStart(16, "0"),
    name: "chat m1",
    kind: 3,
  },
  ...{ startTimeUnixNano: String(r), endTimeUnixNano: String(r + 1), events },
  attributes: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
});
const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const csv = (rows: readonly (readonly Value[])[]): string =>
  rows
    .map((row) =>
      row
        .map((cell) => (/[",]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell))
        .join(","),
    )
    .join("\n");
/** What is heard, as one text for each speaker. */
const said = (i: number, r: number, words: (j: number) => string): string[] =>
  r > 1 ? heardBy(i).map(words) : [];

/** Writes the same experiment as logs of many systems into a folder. */
export function writeForeignLogs(folder: string): void {
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  const y = outcomeOf;
  put(
    "otlp.json",
    JSON.stringify(
      otlp(
        turns.map(([i, r]) =>
          span(
            i,
            r,
            {
              ...{
                "gen_ai.operation.name": "chat",
                "gen_ai.agent.name": `agent-${i}`,
                "experiment.round": r,
                "experiment.arm": armOf(i),
              },
              "gen_ai.input.messages": JSON.stringify(
                said(i, r, (j) => `agent-${j}`).map((name) => ({ role: "user", parts: [], name })),
              ),
            },
            [
              {
                name: "gen_ai.evaluation.result",
                attributes: [attribute("gen_ai.evaluation.score.value", y(i, r))],
              },
            ],
          ),
        ),
      ),
    ),
  );
  put(
    "openinference.jsonl",
    lines(
      turns.map(([i, r]) =>
        otlp([
          span(i, r, {
            ...{
              "openinference.span.kind": "AGENT",
              "agent.name": `agent-${i}`,
              metadata: JSON.stringify({ round: r, arm: armOf(i) }),
              "output.value": String(y(i, r)),
            },
            ...Object.fromEntries(
              said(i, r, (j) => `agent-${j}: 1`).map((text, k) => [
                `llm.input_messages.${k}.message.content`,
                text,
              ]),
            ),
          }),
        ]),
      ),
    ),
  );
  put(
    "vercel.json",
    JSON.stringify(
      otlp(
        turns.map(([i, r]) =>
          span(i, r, {
            ...{
              "ai.operationId": "ai.generateText",
              "ai.telemetry.functionId": `agent-${i}`,
              "ai.telemetry.metadata.round": r,
              "ai.telemetry.metadata.arm": armOf(i),
            },
            ...{
              "ai.response.text": `I give ${y(i, r)}.`,
              "ai.prompt.messages": JSON.stringify(
                said(i, r, (j) => `agent-${j}`).map((name) => ({ role: "user", name, content: "x" })),
              ),
            },
          }),
        ),
      ),
    ),
  );
  put(
    "mlflow.json",
    JSON.stringify(
      otlp(
        turns.map(([i, r]) =>
          span(i, r, {
            "mlflow.spanType": '"AGENT"',
            "mlflow.spanInputs": JSON.stringify({
              agent: `agent-${i}`,
              round: r,
              arm: armOf(i),
              messages: said(i, r, (j) => `agent-${j}`).map((name) => ({ name })),
            }),
            "mlflow.spanOutputs": JSON.stringify({ outcome: y(i, r) }),
          }),
        ),
      ),
    ),
  );
  put(
    "langfuse.jsonl",
    lines(
      turns.map(([i, r]) => ({
        ...{
          id: `o${i}-${r}`,
          traceId: "t1",
          type: "GENERATION",
          startTime: "2026-01-01T00:00:00Z",
          level: "DEFAULT",
        },
        ...{
          output: JSON.stringify({ support: y(i, r) }),
          metadata: { round: r, unit: String(i), arm: armOf(i) },
        },
        input: r > 1 ? said(i, r, (j) => `${j} said 1`).map((content) => ({ role: "user", content })) : "go",
      })),
    ),
  );
  put(
    "langsmith.jsonl",
    lines(
      turns.map(([i, r]) => ({
        ...{
          id: `r${i}-${r}`,
          run_type: "llm",
          trace_id: "t",
          dotted_order: "1",
          status: "success",
          feedback_stats: { support: { n: 1, avg: y(i, r) } },
        },
        ...{ inputs: { messages: [] }, extra: { metadata: { round: r, arm: armOf(i), unit: i } } },
      })),
    ),
  );
  put(
    "inspect.json",
    JSON.stringify({
      version: 2,
      eval: { task: "t", model: "m" },
      plan: {},
      samples: agents.map((i) => ({
        id: i,
        epoch: 1,
        scores: { support: { value: y(i, 3) } },
        metadata: { arm: armOf(i) },
      })),
    }),
  );
  put(
    "edsl.csv",
    csv([
      [
        "agent.agent_name",
        "scenario.arm",
        "model.model",
        "iteration.iteration",
        "answer.support",
        "comment.support_comment",
        "cache_keys.support_cache_used",
      ],
      ...agents.map((i) => [
        `Agent_${i}`,
        armOf(i),
        "m1",
        0,
        y(i, 3),
        'because, "x"',
        i === 7 ? "True" : "False",
      ]),
    ]),
  );
  mkdirSync(join(folder, "empirica"));
  const export_ = (name: string, rows: readonly (readonly Value[])[]): void =>
    put(`empirica/${name}.csv`, `\uFEFF${csv(rows).replaceAll("\n", "\r\n")}`);
  export_("players", [
    ["id", "participantIdentifier", "arm", "armLastChangedAt"],
    ...agents.map((i) => [`p${i}`, `x${i}`, armOf(i), "t"]),
  ]);
  export_("rounds", [["id", "gameID", "index"], ...[1, 2, 3].map((r) => [`r${r}`, "g1", r])]);
  export_("playerRounds", [
    ["id", "gameID", "roundID", "playerID", "guess", "guessLastChangedAt"],
    ...turns.map(([i, r]) => [`pr${i}-${r}`, "g1", `r${r}`, `p${i}`, y(i, r), "t"]),
  ]);
  export_("games", [
    ["id", "batchID", "network"],
    ["g1", "b1", JSON.stringify(Object.fromEntries(agents.map((i) => [i, heardBy(i)])))],
  ]);
  put(
    "otree.csv",
    csv([
      [
        "participant.code",
        "session.code",
        ...[1, 2, 3].flatMap((r) =>
          [
            "player.id_in_group",
            "player.arm",
            "player.contribution",
            "player.payoff",
            "group.id_in_subsession",
          ].map((name) => `pgg.${r}.${name}`),
        ),
      ],
      ...agents.map((i) => [
        `c${i}`,
        "s1",
        ...[1, 2, 3].flatMap((r) => [(i % 4) + 1, armOf(i), y(i, r), "", Math.floor(i / 4) + 1]),
      ]),
    ]),
  );
  put(
    "concordia.json",
    JSON.stringify({
      content_store: { abc: "prompt" },
      entries: turns.map(([i, r]) => ({
        ...{ step: r, entity_name: `A${i}`, entry_type: "entity" },
        deduplicated_data: {
          value: {
            __act__: { Value: `I give ${y(i, r)}`, Prompt: { _ref: "abc" } },
            __observation__: { Value: said(i, r, (j) => `A${j} gave 1`).join("; ") },
          },
        },
      })),
    }),
  );
  put(
    "log_env.json",
    JSON.stringify(
      turns.flatMap(([i, r]) => [
        {
          agent_id: `persona_${i}`,
          round: r,
          action: "harvesting",
          resource_in_pool_before_harvesting: 100,
          resource_collected: y(i, r),
          wanted_resource: 1,
        },
        { agent_id: `persona_${i}`, agent_name: "P", round: r, action: "utterance", utterance: "hi" },
      ]),
    ),
  );
  put(
    "deliberate.json",
    JSON.stringify({
      ...{ experiment: { id: "e" }, stageMap: {}, cohortMap: {} },
      participantMap: Object.fromEntries(
        agents.map((i) => [
          `u${i}`,
          {
            profile: { publicId: `u${i}`, currentCohortId: "c", variableMap: { arm: armOf(i) } },
            answerMap: { survey: { answerMap: { q1: { value: y(i, 3) } } } },
          },
        ]),
      ),
    }),
  );
  put(
    "arms.csv",
    csv([
      ["agent", "arm"],
      ...["", "A", "persona_"].flatMap((name) => agents.map((i) => [`${name}${i}`, armOf(i)])),
    ]),
  );
}

interface Database {
  exec(sql: string): void;
  close(): void;
}

/** The databases of two simulators of social media. */
export function writeDatabases(folder: string): void {
  const { Database: Sqlite } = createRequire(import.meta.url)("node-sqlite3-wasm") as {
    readonly Database: new (path: string) => Database;
  };
  const database = (name: string, statements: readonly string[]): void => {
    const made = new Sqlite(join(folder, name));
    made.exec(statements.join(";"));
    made.close();
  };
  const feed = (i: number, r: number): number[] => (r > 1 ? heardBy(i).map((j) => j + N * (r - 2)) : []);
  const posts = turns.map(([i, r]) => `INSERT INTO post VALUES (${i + N * (r - 1)}, ${i}, 'x')`);
  database("oasis.db", [
    "CREATE TABLE user (user_id int, agent_id int, num_followings int)",
    "CREATE TABLE post (post_id int, user_id int, content text)",
    "CREATE TABLE trace (user_id int, created_at, action text, info text)",
    ...agents.map((i) => `INSERT INTO user VALUES (${i}, ${i}, 2)`),
    ...posts,
    ...turns.flatMap(([i, r]) => [
      `INSERT INTO trace VALUES (${i}, ${r}, 'refresh', '${JSON.stringify({ posts: feed(i, r).map((post_id) => ({ post_id })) })}')`,
      ...Array.from({ length: i % 3 }, () => `INSERT INTO trace VALUES (${i}, ${r}, 'like_post', '{}')`),
    ]),
  ]);
  database("ysocial.db", [
    "CREATE TABLE user_mgmt (id int, recsys_type text)",
    "CREATE TABLE post (id int, user_id int, tweet text)",
    "CREATE TABLE recommendations (user_id int, post_ids text, round int)",
    "CREATE TABLE agent_opinion (agent_id int, tid int, opinion real)",
    ...agents.map((i) => `INSERT INTO user_mgmt VALUES (${i}, '${armOf(i)}')`),
    ...posts,
    ...turns.flatMap(([i, r]) => [
      `INSERT INTO recommendations VALUES (${i}, '${feed(i, r).join("|")}', ${r})`,
      `INSERT INTO agent_opinion VALUES (${i}, ${r}, ${outcomeOf(i, r)})`,
    ]),
  ]);
}
