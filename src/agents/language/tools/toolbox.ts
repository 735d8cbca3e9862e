import type { Json } from "../../../core/canonicalJson.ts";
import { present } from "../../../core/present.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import type { AskContext, View } from "../../Agent.ts";
import type { Message } from "../../Population.ts";
import type { ToolOffer, WantedCall } from "../LanguageModel.ts";
import type { AttributeRow, LanguageSettings } from "../languageSettings.ts";
import { calculateTool } from "./calculateTool.ts";
import { lookupTool } from "./lookupTool.ts";
import { makeCalls, type OpenTool } from "./makeCalls.ts";
import { neighboursTool } from "./neighboursTool.ts";
import { outsideTool } from "./outsideTool.ts";
import { selfTool } from "./selfTool.ts";
import type { Tool, ToolOpening } from "./Tool.ts";
import { toolMessages } from "./toolMessages.ts";
import type { ToolSettings } from "./toolSettings.ts";
import { callsMade, type MadeCall, STEPS, type ToolStep, toolSteps } from "./toolStep.ts";
import { argumentsSchema, callInWords, TOOL_KEY, toolWords } from "./toolWords.ts";

/** Fields of a request by which tools are offered. */
const OWN = ["tools", "tool_choice", "functions", "function_call"];

/** Makes the calls of a reply. */
export type CallTools = (
  wanted: readonly WantedCall[],
  view: View,
  context: AskContext,
) => Promise<readonly MadeCall[]>;

/** The tools of a population. */
export interface Toolbox {
  readonly as: "native" | "words";
  /** Calls in a turn at most. */
  readonly steps: number;
  readonly offers: readonly ToolOffer[];
  /** Whether one of them needs the folder of the study. */
  readonly inFolder: boolean;
  /** What a prompt says of the tools; nothing where they are offered natively. */
  readonly words: readonly string[];
  /** Calls that a turn may still make; 0 for a question between turns, which is asked without tools. */
  left(view: View): number;
  /** What the steps of a turn have brought, as messages. */
  messages(view: View): readonly Message[];
  /** The calls in a reply in words. */
  callsIn(text: string): readonly WantedCall[];
  /** Everything on which what the tools bring can depend in a view. */
  sees(view: View): Json;
  /** A step with as much in it as there may be, for forecasts. */
  longest(): ToolStep;
  open(opening: ToolOpening): CallTools;
}

type Settings = Pick<LanguageSettings, "tools" | "steps" | "toolsAs" | "model" | "answer">;

/**
 * The tools that a population declares; undefined where it declares none.
 *
 * @param attributes what is known about each agent.
 * @throws SpillwayError for settings that need tools where there are none, tools in batches, and tools that are not right.
 */
export function toolbox(
  { tools: given, steps: bound, toolsAs, model, answer }: Settings,
  attributes: ReadonlyMap<string, AttributeRow> | undefined,
): Toolbox | undefined {
  if (given === undefined) {
    const lonely = bound !== undefined ? "steps" : toolsAs !== undefined ? "toolsAs" : undefined;
    if (lonely === undefined) return undefined;
    throw fault(lonely, `${lonely} is for agents with tools, and there are none: give tools`);
  }
  // An arm may be without the tools of the others.
  if (given.length === 0) return undefined;
  const steps = bound ?? STEPS;
  const as = toolsAs ?? (typeof model === "string" ? "words" : "native");
  wantFit({ steps, as, model, answer });
  const tools = given.map(placed);
  const offers = tools.map(
    ({ name, description, arguments: wanted }): ToolOffer => ({
      name,
      description,
      parameters: argumentsSchema(wanted),
    }),
  );
  const left = ({ question, retry }: View): number =>
    question ? 0 : Math.max(0, steps - callsMade(toolSteps(retry?.steps)));
  return {
    as,
    steps,
    offers,
    inFolder: given.some(({ kind }) => kind === "command"),
    words: as === "words" ? [toolWords(tools, steps)] : [],
    left,
    messages: (view) => toolMessages(toolSteps(view.retry?.steps), { as, left: left(view) }),
    callsIn(text) {
      const call = callInWords(text);
      return call ? [call] : [];
    },
    sees: (view) => ({
      as,
      steps,
      tools: tools.map((tool, k) => [
        offers[k] as unknown as Json,
        tool.most,
        tool.sees(view, { attributes }),
      ]),
    }),
    longest() {
      const tool = tools.reduce((most, one) => (one.most > most.most ? one : most));
      const call = { tool: tool.name, arguments: { of: "x".repeat(1000) }, result: "x".repeat(tool.most) };
      return { prompt: "", reply: as === "words" ? "x".repeat(1000) : "", calls: [call] };
    },
    open(opening) {
      const ready = new Map(
        tools.map((tool): [string, OpenTool] => [
          tool.name,
          { ...tool, run: tool.open({ ...opening, attributes }) },
        ]),
      );
      return (wanted, view, context) => {
        const before = callsMade(toolSteps(view.retry?.steps));
        return makeCalls(wanted.slice(0, left(view)), ready, { view, before, context });
      };
    },
  };
}

/** @throws SpillwayError for tools that do not fit the model or the answer. */
function wantFit({
  steps,
  as,
  model,
  answer,
}: Pick<Settings, "model" | "answer"> & Pick<Toolbox, "as" | "steps">): void {
  if (typeof model !== "string" && model.batch !== undefined)
    throw fault(
      "tools",
      `tools and model.batch: a turn with tools takes up to ${steps + 1} calls one after the other, each of which would wait for a batch of its own, for up to a day: leave one of them out`,
    );
  const twice =
    typeof model === "string" ? undefined : OWN.find((name) => Object.hasOwn(model.body ?? {}, name));
  if (twice !== undefined)
    throw fault("tools", `tools and model.body.${twice}: the request itself sets it, leave it out of body`);
  if (as === "native" && typeof model === "string")
    throw fault(
      "toolsAs",
      "toolsAs is native, which is for endpoints, { url, model }: models of other providers call tools in words",
    );
  if (as === "words" && answer.kind === "object" && answer.fields.some(({ name }) => name === TOOL_KEY))
    throw fault(
      "answer",
      `a field of the answer has the name ${TOOL_KEY}, by which a call of a tool is known in words: give it another name`,
    );
}

const fault = (setting: string, message: string, cause?: unknown): SpillwayError =>
  new SpillwayError(`language: ${message}`, { inside: { setting }, ...present({ cause }) });

function placed(settings: ToolSettings): Tool {
  try {
    return toolOf(settings);
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    throw fault("tools", `tools: ${settings.name ?? settings.kind}: ${cause.message}`, cause);
  }
}

function toolOf(settings: ToolSettings): Tool {
  const { kind, name = kind, description, most = 2000 } = settings;
  const own = ownOf(settings, most);
  return { ...own, name, most, description: description ?? own.description };
}

function ownOf(
  settings: ToolSettings,
  most: number,
): Pick<Tool, "description" | "arguments" | "sees" | "open"> {
  switch (settings.kind) {
    case "calculate":
      return calculateTool;
    case "neighbours":
      return neighboursTool(most);
    case "self":
      return selfTool;
    case "lookup":
      return lookupTool(settings);
    case "command":
    case "http":
      return outsideTool(settings);
  }
}
