import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { few } from "../core/few.ts";
import { shown } from "../core/shown.ts";
import { afterChoice, chosenWave, waveDeviations } from "./chosenWave.ts";
import type { Deviation } from "./Deviation.ts";
import { fieldUse } from "./fieldUse.ts";
import { isContent } from "./namedContents.ts";
import type { Mapping, SealedStudy } from "./sealedStudy.ts";

/** A place at which two values differ. */
interface Difference {
  readonly path: readonly string[];
  readonly sealed: Json | undefined;
  readonly now: Json | undefined;
}

/** More places than these that differ below one setting are told as one. */
const MANY = 12;

/**
 * Every way in which a study is not the one that was sealed, setting by setting; none where both say the same in other words.
 * A network is compared by what it is, wherever it comes from: its recipe is named where the network is another one.
 */
export function deviationsOf(sealed: SealedStudy, now: SealedStudy): Deviation[] {
  const wave = chosenWave(sealed, now);
  const { answer: sealedAnswer, ...before } = withoutNetwork(afterChoice(sealed, now));
  const { answer, ...after } = withoutNetwork(now);
  const found = [
    ...differences(before, after, []),
    ...answerDifferences(listOf(sealedAnswer), listOf(answer)),
  ].filter(({ sealed: a, now: b }) => !outOfSight(a, b));
  const settings = gathered(found).map((one) => inWords(one, wave !== undefined));
  return [
    ...settings,
    ...(wave ? waveDeviations(sealed, wave) : []),
    ...networkDeviations(sealed, now),
    ...conditionsAndPlan(sealed, now, settings, wave !== undefined),
  ];
}

/** What differs between two values, in the order of the first. */
function differences(sealed: Json | undefined, now: Json | undefined, path: readonly string[]): Difference[] {
  if (isContent(sealed) && isContent(now) && sealed.content === now.content && sealed.option === now.option)
    return [];
  if (
    canonicalJson(sealed ?? null) === canonicalJson(now ?? null) &&
    (sealed === undefined) === (now === undefined)
  )
    return [];
  if (
    isMapping(sealed) &&
    isMapping(now) &&
    !isContent(sealed) &&
    !isContent(now) &&
    sealed.kind === now.kind
  ) {
    const keys = new Set([...Object.keys(sealed), ...Object.keys(now)]);
    return [...keys].flatMap((key) => differences(own(sealed, key), own(now, key), [...path, key]));
  }
  if (Array.isArray(sealed) && Array.isArray(now) && sealed.length === now.length)
    return sealed.flatMap((one: Json, k) => differences(one, now[k] as Json, [...path, String(k)]));
  return [{ path, sealed, now }];
}

/** Estimators by their kind: equal ones are matched first, then those of one kind in their order. */
function answerDifferences(sealed: readonly Mapping[], now: readonly Mapping[]): Difference[] {
  const text = (one: Mapping): string => canonicalJson(one);
  const left = [...now];
  const take = (fits: (one: Mapping) => boolean): Mapping | undefined => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const unmatched = sealed.filter((one) => take((other) => text(other) === text(one)) === undefined);
  const changed = unmatched.flatMap((one) => {
    const kind = String(one.kind);
    const other = take((candidate) => candidate.kind === kind);
    return differences(one, other, ["answer", kind]);
  });
  const added = left.map((one) => ({
    path: ["answer", String(one.kind)],
    sealed: undefined,
    now: one,
  }));
  const [first, then] = [leading(sealed), leading(now)];
  const order =
    unmatched.length + left.length === 0 && first !== then
      ? [{ path: ["answer"], sealed: sealed.map(({ kind }) => kind!), now: now.map(({ kind }) => kind!) }]
      : [];
  return [...changed, ...added, ...order];
}

/** The first estimator, whose number a report's headline reads. */
const leading = (list: readonly Mapping[]): string => canonicalJson(list[0] ?? null);

const listOf = (value: Json | undefined): readonly Mapping[] =>
  Array.isArray(value) ? (value as readonly Mapping[]) : [];

function withoutNetwork({ study }: SealedStudy): Mapping {
  const { model, ...rest } = study;
  const { network: _, ...left } = (model ?? {}) as Mapping;
  return { ...rest, model: left };
}

/** A file of a program or recording that was sealed, and is not at hand where the study is read again: nothing can be said of it. */
function outOfSight(sealed: Json | undefined, now: Json | undefined): boolean {
  if (!isContent(sealed) || typeof now !== "string") return false;
  return now.split(/[/\\=]/).at(-1) === sealed.name;
}

function networkDeviations(sealed: SealedStudy, now: SealedStudy): Deviation[] {
  const [a, b] = [sealed.network, now.network];
  if (a.sha256 === b.sha256) return [];
  const recipe = (one: SealedStudy): Json | undefined => (one.study.model as Mapping | undefined)?.network;
  const [before, after] = [recipe(sealed), recipe(now)];
  const why =
    before === undefined && after === undefined
      ? []
      : differences(before, after, ["model", "network"]).map((one) => inWords(one));
  const size = ({ agents, edges, directed }: SealedStudy["network"]): string =>
    `${agents} agents and ${edges} ${directed ? "directed " : ""}edges`;
  const same = size(a) === size(b);
  return [
    ...why,
    {
      path: "model.network",
      topic: "network",
      sealed: a.sha256,
      now: b.sha256,
      words: same
        ? `network: it has ${size(b)} as sealed, and other ones: its hash was sealed as ${brief(a.sha256)} and is ${brief(b.sha256)} now`
        : `network: ${size(a)} were sealed, and it has ${size(b)} now`,
    },
  ];
}

function conditionsAndPlan(
  sealed: SealedStudy,
  now: SealedStudy,
  settings: readonly Deviation[],
  main: boolean,
): Deviation[] {
  const found: Deviation[] = [];
  const [a, b] = [sealed.conditions, now.conditions];
  if (canonicalJson(a) !== canonicalJson(b) && !settings.some(({ topic }) => topic === "exposure"))
    found.push({
      path: "data.expose.conditions",
      topic: "exposure",
      sealed: a,
      now: b,
      words: `exposure: its conditions were sealed as ${a.join(", ")} and are ${b.join(", ")} now`,
    });
  // A main wave has assignments of its own, which follow from its design and its seed.
  if (!main && sealed.plan.assignment !== now.plan.assignment)
    found.push({
      path: "plan.assignment",
      topic: "assignment",
      sealed: sealed.plan.assignment,
      now: now.plan.assignment,
      words: `assignment: other agents are treated than in the sealed plan: its hash was sealed as ${brief(sealed.plan.assignment)} and is ${brief(now.plan.assignment)} now`,
    });
  return found;
}

/** Where more than a few places below one setting differ, that setting. */
function gathered(found: readonly Difference[]): Difference[] {
  const groups = new Map<string, Difference[]>();
  for (const one of found) {
    const key = JSON.stringify(one.path.slice(0, Math.max(2, one.path.length - 1)));
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].flatMap(([key, list]) => {
    if (list.length <= MANY) return list;
    const names = list.map(({ path }) => path.at(-1)!);
    return [
      {
        path: JSON.parse(key) as string[],
        sealed: `${list.length} entries: ${few(names, 5)}`,
        now: "others",
      },
    ];
  });
}

/** What the rule of a second wave chooses. */
const CHOSEN = /^(?:seed|data\.worlds|data\.assign(?:\..*)?)$/;

/** A difference as a deviation, in a sentence that says what was sealed and what is now. */
function inWords({ path, sealed, now }: Difference, main = false): Deviation {
  const use = fieldUse(path);
  const topic = use === undefined || use === "harmless" ? "procedure" : use;
  const name = path.join(".");
  const [a, b] = parted(sealed, now);
  const words =
    sealed === undefined
      ? `${topic}: ${name} is ${b} now, which was not sealed`
      : now === undefined
        ? `${topic}: ${name} was sealed as ${a}, and is not there now`
        : main && CHOSEN.test(name)
          ? `${topic}: the sealed rule of the second wave has chosen ${a} for ${name}, and it is ${b}`
          : `${topic}: ${name} was sealed as ${a} and is ${b} now`;
  return {
    path: name,
    topic,
    ...(sealed === undefined ? {} : { sealed }),
    ...(now === undefined ? {} : { now }),
    words,
  };
}

/** Both values in few words; of two texts, what stands where they part. */
function parted(sealed: Json | undefined, now: Json | undefined): readonly [string, string] {
  if (typeof sealed !== "string" || typeof now !== "string" || sealed.length + now.length < 60)
    return [told(sealed), told(now)];
  let k = 0;
  while (k < sealed.length && sealed[k] === now[k]) k++;
  const from = Math.max(0, k - 20);
  const part = (text: string): string =>
    JSON.stringify(
      `${from > 0 ? "…" : ""}${text.slice(from, from + 50)}${from + 50 < text.length ? "…" : ""}`,
    );
  return [part(sealed), part(now)];
}

function told(value: Json | undefined): string {
  if (value === null) return "no limit";
  if (isContent(value)) return `${value.name} of ${value.lines} lines (${brief(value.content)})`;
  if (isMapping(value) && typeof value.first === "string" && !("kind" in value))
    return `${value.first} against ${String(value.second)}`;
  return shown(value);
}

const brief = (hash: string): string => `${hash.slice(0, 12)}…`;

const isMapping = (value: Json | undefined): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const own = (value: Mapping, key: string): Json | undefined =>
  Object.hasOwn(value, key) ? value[key] : undefined;
