import type { Json } from "../../core/canonicalJson.ts";

/** What the settings of agents say of the model that they call, in the words of OpenTelemetry. */
export interface AskedModel {
  /** Absent where the settings name none. */
  readonly model?: string;
  readonly provider: string;
  readonly address?: string;
  readonly port?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
}

/** Providers of the AI SDK whose well-known names in the conventions are others. */
const KNOWN: ReadonlyMap<string, string> = new Map([
  ["azure", "azure.ai.openai"],
  ["google", "gcp.gemini"],
  ["google-vertex", "gcp.vertex_ai"],
  ["amazon-bedrock", "aws.bedrock"],
  ["mistral", "mistral_ai"],
  ["moonshotai", "moonshot_ai"],
  ["xai", "x_ai"],
]);

type Fields = Readonly<Record<string, Json | undefined>>;

/**
 * The model that agents of an arm ask, from the journal's run line. The provider of `provider/model` goes by its well-known
 * name; an endpoint of one's own is called by the interface that it speaks, openai, and told apart by its address.
 *
 * @param kind kind of the agents. @param params their settings. @param override settings that differ in the arm.
 * @returns undefined for agents that call no model: those that compute, follow a script or repeat a recording.
 */
export function askedModel(kind: string, params: Json, override: Fields = {}): AskedModel | undefined {
  if (kind === "command" || kind === "http") return { provider: kind };
  if (kind !== "language" || "script" in override) return undefined;
  const { model, temperature, topP, maxTokens } = { ...fieldsOf(params), ...override };
  const numbers = {
    ...(typeof temperature === "number" ? { temperature } : {}),
    ...(typeof topP === "number" ? { topP } : {}),
    ...(typeof maxTokens === "number" ? { maxTokens } : {}),
  };
  if (typeof model === "string") {
    const slash = model.indexOf("/");
    if (slash <= 0) return { model, provider: "custom", ...numbers };
    const provider = model.slice(0, slash).toLowerCase();
    return { model: model.slice(slash + 1), provider: KNOWN.get(provider) ?? provider, ...numbers };
  }
  const { url, model: name } = fieldsOf(model);
  return {
    ...(typeof name === "string" ? { model: name } : {}),
    provider: "openai",
    ...placeOf(url),
    ...numbers,
  };
}

function placeOf(url: Json | undefined): { address?: string; port?: number } {
  if (typeof url !== "string" || !URL.canParse(url)) return {};
  const { hostname, port, protocol } = new URL(url);
  return { address: hostname, port: port === "" ? (protocol === "https:" ? 443 : 80) : Number(port) };
}

function fieldsOf(value: Json | undefined): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}
