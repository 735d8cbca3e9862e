import type { Value } from "./answerFields.ts";

/** What a field of a log is for the checks of answers. */
export type FieldRole = "text" | "hash" | "duration" | "choice" | "other";

const words = (name: string): string =>
  ` ${name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, " ")} `;

/** What agents were told, or what was set: it repeats by design. */
const TOLD =
  /\b(prompts?|inputs?|request|history|context|memory|memories|system|instructions?|questions?|persona|personas|config|messages|condition|setting|settings|scenario|task|model|role|file|filename|path|url|special|knowledge|description|name|title)\b/;
const HASH = /\b(sha\d*|hash|md5|digest|checksum|fingerprint)\b/;
const DURATION =
  /\b(latency|duration|durations|elapsed|took|thinking time|response time|reaction time|seconds|secs|milliseconds|time ms|ms|rt)\b/;
const CHOICE =
  /\b(vote|choice|chose|action|answer|decision|word|guess|verdict|pick|selected|move|response|rating|label|stance|opinion)\b/;
const ANSWER =
  /\b(content|text|answer|response|reply|message|comment|reason|reasoning|rationale|explanation|output|completion|speech|thought|utterance|statement|said|post|essay|justification|argument|tweet|value)\b/;
const FEW = 20;

/**
 * What a field is, by its name and values: free text that somebody wrote, a hash of such a text, how long an answer took, one of few
 * choices, or something else. What agents were told (prompts, settings, memories) repeats by design and is never an answer.
 *
 * @param path where its rows stand. @param name its name. @param values of all rows.
 */
export function fieldRole(path: string, name: string, values: readonly Value[]): FieldRole {
  const last = words(name);
  if (TOLD.test(words(path)) || TOLD.test(last)) return "other";
  let known = 0;
  let numbers = 0;
  let hex = 0;
  let long = 0;
  const different = new Set<Value>();
  for (const value of values) {
    if (value === undefined || value === "") continue;
    known++;
    if (different.size < 5000) different.add(value);
    if (
      typeof value === "number" ||
      (typeof value === "string" && /^\s*-?\d+(\.\d+)?([eE][-+]?\d+)?\s*$/.test(value))
    )
      numbers++;
    else if (typeof value === "string") {
      if (/^[0-9a-f]{12,128}$/i.test(value)) hex++;
      if (value.length >= 16 && (value.match(/\S+/g)?.length ?? 0) >= 3) long++;
    }
  }
  if (known < 2) return "other";
  if (HASH.test(last)) return hex >= 0.9 * known && different.size > FEW ? "hash" : "other";
  if (numbers >= 0.9 * known && DURATION.test(last)) return "duration";
  const written = long >= 0.5 * known;
  if (written && (ANSWER.test(last) || different.size >= 0.5 * Math.min(known, 5000))) return "text";
  // Ratings may be whole numbers; what has decimals was computed.
  const whole = [...different].every((value) => !/^\s*-?\d*\.\d+/.test(String(value)));
  if (whole && different.size >= 2 && different.size <= FEW && CHOICE.test(last)) return "choice";
  return "other";
}
