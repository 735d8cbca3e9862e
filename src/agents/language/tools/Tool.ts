import type { Json } from "../../../core/canonicalJson.ts";
import type { View } from "../../Agent.ts";
import type { AttributeRow } from "../languageSettings.ts";
import type { ToolArgument } from "./toolSettings.ts";

/** What a model gives a tool: every argument, by name, of the kind that the tool wants. */
export type ToolArguments = Readonly<Record<string, string | number>>;

/** A call of a tool, whose arguments are as the tool wants them. */
export interface ToolAsked {
  readonly arguments: ToolArguments;
  readonly view: View;
  /** Which call of its turn it is, from 1. */
  readonly number: number;
  /** Ends it when the run is stopped, or the turn has taken too long. */
  readonly signal?: AbortSignal | undefined;
}

/** Answers a call. What it throws is told to the model as an error, but for an AgentFault `stop`, which ends the run. */
export type RunTool = (asked: ToolAsked) => Json | Promise<Json>;

/** What a tool is opened with. */
export interface ToolOpening {
  /** What is known about each agent, by its id. */
  readonly attributes?: ReadonlyMap<string, AttributeRow> | undefined;
  /** Folder of the study, in which programs run. Default: that of this process. */
  readonly folder?: string | undefined;
  /** Asks for something to be called when the run has ended. */
  readonly onClose?: ((close: () => void | Promise<void>) => void) | undefined;
}

/** A tool as a model is told of it, and what answers its calls. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly ToolArgument[];
  /** Characters of a result at most. */
  readonly most: number;
  /** Everything beside the arguments on which its results can depend in a view. */
  sees(view: View, opening: Pick<ToolOpening, "attributes">): Json;
  /** Makes what answers its calls. */
  open(opening: ToolOpening): RunTool;
}
