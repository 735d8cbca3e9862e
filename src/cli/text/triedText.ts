import { stepTexts } from "../../experiment/transcript/stepTexts.ts";
import type { TriedAgent } from "../../experiment/trying/tryAgent.ts";
import { colors } from "../output.ts";
import { plainText } from "./plainText.ts";
import { exampleFacts, quoted } from "./previewText.ts";
import { wrapped } from "./textTable.ts";

/** One real call for people: what was sent, what came, and what was read of it. */
export function triedText(tried: TriedAgent): string {
  const { agent, arm, planned, round, rounds, messages, view, status, because, call, ms } = tried;
  const { answer, said, state, outcome, steps = [] } = tried;
  const why = arm === planned ? "as in world 0 of the plan" : `in world 0 of the plan ${planned}`;
  const fact = ([name, text]: readonly [string, string]): string =>
    `${colors.bold(name.padEnd(10))}${wrapped(plainText(text), " ".repeat(10)).trimStart()}`;
  const known = (name: string, value: unknown): (readonly [string, string])[] =>
    value === undefined ? [] : [[name, typeof value === "string" ? value : JSON.stringify(value)]];
  return [
    fact(["agent", agent]),
    fact(["arm", `${arm}, ${why}`]),
    fact(["round", `${round} of ${rounds}`]),
    ...exampleFacts(tried).map(fact),
    ...(messages ?? []).flatMap(({ role, content }) => ["", colors.bold(role), quoted(content)]),
    ...(view === undefined ? [] : ["", colors.bold("view"), quoted(JSON.stringify(view, null, 2))]),
    "",
    ...steps.flatMap((step, k) => [
      colors.bold(`step ${k + 1}`),
      ...stepTexts({ call: step }).map(quoted),
      "",
    ]),
    ...(call?.text === undefined ? [] : [colors.bold("reply, as it came"), quoted(call.text), ""]),
    fact(["status", because === undefined ? status : `${status}: ${because}`]),
    ...known("answer", answer).map(fact),
    ...known("said", said).map(fact),
    ...known("keeps", state).map(fact),
    ...known("outcome", outcome).map(fact),
    ...known("model", call?.model).map(fact),
    ...known("drawn", call?.drawn).map(fact),
    ...(call?.warnings ?? []).map((one) => fact(["warning", one])),
    ...(call ? [fact(["tokens", tokens(call)])] : []),
    ...(call ? [fact(["cost", cost(call)])] : []),
    fact(["time", `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`]),
  ].join("\n");
}

type Call = NonNullable<TriedAgent["call"]>;

function tokens({ usage, atMost }: Call): string {
  if (usage) return `${usage.input} in, ${usage.output} out`;
  const most = atMost && [atMost.input, atMost.output].map((one) => (one === undefined ? "?" : String(one)));
  return most ? `not told; at most about ${most[0]} in, ${most[1]} out` : "not told";
}

function cost({ cost: told, atMost }: Call): string {
  if (told !== undefined) return String(Number(told.toPrecision(4)));
  if (atMost?.cost !== undefined) return `not known; at most ${Number(atMost.cost.toPrecision(4))}`;
  return "not counted: the study gives no price";
}
