import { isMapping } from "./isMapping.ts";

/** What a setting can name outside the study file itself. */
type Reach = "file" | "journal" | "address" | "provider" | "variable" | "program" | "service";

/** Agents, those that they are made of, and what differs in an arm. */
const AGENTS = "(?:model/agents|data/treat/[^/]+)(?:/agents)*";
const DESIGN = "data/assign(?:/base)*";
const CHANNEL = "data/interact/(?:channel|hears/[^/]+)";

/**
 * Every setting of a study that can name a file, an address, an environment variable or a program; the one list of them. A
 * test walks the schema of study files and fails for a setting with a text that is neither here nor known to be harmless.
 */
const FIELDS: readonly (readonly [reach: Reach, path: string])[] = [
  ["file", "model/network/(?:file|agents)"],
  ["file", "model/network/changes/(?:within/)?file"],
  ["file", "model/agents/file"],
  ["file", `${AGENTS}/(?:system|prompt|persona|attributes)/file`],
  ["journal", `${AGENTS}/journal`],
  ["provider", `${AGENTS}/model`],
  ["address", `${AGENTS}/model/url`],
  ["variable", `${AGENTS}/model/keyFrom`],
  ["variable", `${AGENTS}/model/headers/[^/]+/from`],
  ["address", `${AGENTS}/url`],
  ["variable", `${AGENTS}/keyFrom`],
  ["program", `${AGENTS}/command`],
  ["variable", `${AGENTS}/env/[^/]+`],
  ["file", `${AGENTS}/tools/[^/]+/table/file`],
  ["program", `${AGENTS}/tools/[^/]+/command`],
  ["variable", `${AGENTS}/tools/[^/]+/env/[^/]+`],
  ["service", `${AGENTS}/tools/[^/]+/url`],
  ["variable", `${AGENTS}/tools/[^/]+/keyFrom`],
  ["file", `${DESIGN}/(?:clusters|blocks|groups)/file`],
  ["file", `${DESIGN}/file`],
  ["file", "data/expose/networks/[^/]+/file"],
  ["file", `${CHANNEL}/(?:clusters|blocks|groups)/file`],
  ["file", `${CHANNEL}/file`],
  ["journal", `${CHANNEL}/journal`],
  ["file", "data/ask/[^/]+/prompt/file"],
  ["file", "preregistration"],
];

const MATCHES = FIELDS.map(([reach, path]) => [reach, new RegExp(`^${path}$`)] as const);

/** Last keys of those paths: most settings are passed over by them. */
const LAST = new Set([
  "file",
  "agents",
  "journal",
  "model",
  "url",
  "keyFrom",
  "from",
  "command",
  "preregistration",
]);

/** What the setting at a path can name; undefined for one that names nothing outside the study. */
function reachAt(path: readonly PropertyKey[]): Reach | undefined {
  if (!LAST.has(String(path.at(-1))) && path.at(-2) !== "env") return undefined;
  const text = path.map((key) => String(key).replaceAll("/", "~")).join("/");
  return MATCHES.find(([, match]) => match.test(text))?.[0];
}

/** A setting that names something outside the study. */
interface ReachField {
  readonly reach: Reach;
  readonly path: readonly PropertyKey[];
  /** A text, or for a program the list of its words. */
  readonly value: string | readonly string[];
}

/** All such settings of a study as data, in the order in which they stand. */
export function reachFields(data: unknown, path: readonly PropertyKey[] = []): ReachField[] {
  if (path.length > DEEPEST) return [];
  const reach = reachAt(path);
  if (reach !== undefined && (typeof data === "string" || (reach === "program" && isTexts(data))))
    return [{ reach, path, value: data }];
  if (Array.isArray(data)) return data.flatMap((one, k) => reachFields(one, [...path, k]));
  if (!isMapping(data)) return [];
  return Object.entries(data).flatMap(([key, value]) => reachFields(value, [...path, key]));
}

/** Deeper than any setting that names something, agents within agents included. */
const DEEPEST = 40;

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");
