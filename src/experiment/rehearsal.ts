import { draw } from "../../designs/draw.ts";
import type { TreatmentPlan } from "../../designs/plan.ts";
import type { Action, View } from "../agents/Agent.ts";
import type { Population } from "../agents/Population.ts";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { shown } from "../core/shown.ts";
import { armsOfWorld } from "../run/world/armsOfWorld.ts";
import type { PreparedStudy } from "../study/prepareStudy.ts";
import type { Study } from "../study/study.ts";
import { agentsPath, placed } from "../study/studyPlaces.ts";
import { exampleAction, exampleWorld } from "./exampleWorld.ts";

/** Turns rehearsed beyond those of the first world, at most. */
const MOST = 20_000;
/** Turns rehearsed at least: small worlds are rehearsed again with other answers. */
const LEAST = 500;
/** Turns in which two arms are compared, or an influence is looked for, at most. */
const COMPARED = 5_000;

/**
 * Rehearses a study: everything that agents will be sent is made before the first call, in every round and arm and for every question,
 * with answers that are made up: usual ones, the longest, and none at all. What cannot be made is thrown here, and not
 * after half of the calls. Gives what looks unintended, one sentence each: arms that are sent the same, agents that can
 * influence nobody, and what the agents' own settings say.
 *
 * Nothing is known of agents that do not say what they are sent, such as synthetic ones: they are not rehearsed.
 *
 * Cost: that of making every prompt of the first world, and 20,000 further ones at most.
 * @throws SpillwayError for what cannot be made, with the round, agent and arm.
 */
export function rehearsal(prepared: PreparedStudy): readonly string[] {
  const { study, network, law } = prepared;
  const { agents } = study.model;
  const { worlds, assign, aa } = study.data;
  const own = (agents.notes?.(law.arms) ?? []).map((note) => `${agents.name}: ${note}`);
  const { sent } = agents;
  if (!sent) return own;
  const plan = draw(assign, network, { seed: study.seed, worlds, law });
  const over = renderAll(prepared, plan, sent);
  return [
    ...own,
    ...overflowNotes(agents.name, over),
    ...(aa ? [] : armNotes(prepared, plan, sent)),
    ...influenceNotes(prepared, plan, sent),
  ];
}

type Sent = NonNullable<Population["sent"]>;

/** Prompts that were made, and how many of them do not go into the context that the study gives. */
interface Overflow {
  turns: number;
  shortened: number;
  missing: number;
}

function overflowNotes(name: string, { turns, shortened, missing }: Overflow): string[] {
  const some = (count: number): string => `${count} of ${turns} prompts with made-up answers`;
  return [
    ...(missing > 0
      ? [`${name}: ${some(missing)} do not go into the context, and such turns will be missing`]
      : []),
    ...(shortened > 0
      ? [`${name}: ${some(shortened)} do not go into the context whole, and will be shortened or summed up`]
      : []),
  ];
}

/** Makes everything that is sent in the worlds of the plan, or in so many that it is enough. */
function renderAll(prepared: PreparedStudy, plan: TreatmentPlan, sent: Sent): Overflow {
  const { network, study, law } = prepared;
  const { agents } = study.model;
  const { worlds } = study.data;
  const over: Overflow = { turns: 0, shortened: 0, missing: 0 };
  let turns = 0;
  const play = (
    arms: readonly string[],
    world: number,
    act?: (i: number, view: View) => Action | undefined,
  ): void => {
    for (const { view } of exampleWorld(prepared, arms, { world, ...(act ? { act } : {}) })) {
      turns++;
      placed(
        study,
        (fault) => promptPath(study, fault, view),
        () => {
          try {
            const made = sent(view);
            over.turns++;
            if (typeof made !== "object" || made === null) return;
            if ("missing" in made) over.missing++;
            if ("shortened" in made) over.shortened++;
          } catch (cause) {
            throw unmade(cause, view);
          }
        },
      );
    }
  };
  const first = armsOfWorld(plan, network, 0);
  // Whoever hears nobody and has nothing to remember, because turns failed; and whoever hears some.
  play(first, 0, () => undefined);
  play(first, 0, (i, view) => ((i + view.round) % 2 === 0 ? exampleAction(agents, view) : undefined));
  play(first, 0, (_, view) => exampleAction(agents, view, true));
  let world = 0;
  for (const most = turns + MOST; world < worlds && (world === 0 || turns < most); world++)
    play(armsOfWorld(plan, network, world), world);
  // Every agent in every arm, where not all worlds were played.
  if (world < worlds)
    for (let k = 1; k < law.arms.length; k++)
      play(
        first.map((arm) => law.arms[(law.arms.indexOf(arm) + k) % law.arms.length]!),
        0,
      );
  // Other answers, in small worlds.
  for (; turns < LEAST; world++) play(first, world);
  return over;
}

function unmade(cause: unknown, { round, agent, arm, question }: View): unknown {
  if (!(cause instanceof SpillwayError)) return cause;
  const asked = question ? `, asked ${shown(question.name)}` : "";
  return new SpillwayError(
    `${cause.message} (rehearsed with made-up answers: round ${round}, agent ${shown(agent)}, arm ${shown(arm)}${asked})`,
    { kind: cause.kind, cause, ...present({ inside: cause.inside }) },
  );
}

/** Where the text stands that a view is asked with. */
function promptPath(study: Study, fault: SpillwayError, { arm, question }: View): readonly PropertyKey[] {
  const asked = (study.data.ask ?? []).findIndex(({ name }) => name === question?.name);
  // What a question is asked after stands in the prompt of the turn.
  const own = asked >= 0 && fault.message.startsWith("language: question");
  return own ? ["data", "ask", asked] : agentsPath(study, fault, arm);
}

/**
 * Which arms are sent the same. Every arm is compared in the same world: all agents are in it, and hear the same words, so that what
 * differs comes from the agent's own arm.
 */
function armNotes(prepared: PreparedStudy, plan: TreatmentPlan, sent: Sent): string[] {
  const { network, law, study } = prepared;
  const { agents } = study.model;
  const assigned = armsOfWorld(plan, network, 0);
  const act = (i: number, view: View): Action | undefined => {
    const action = exampleAction(agents, view);
    const words = exampleAction(agents, { ...view, arm: assigned[i]! });
    const { said: _, ...rest } = action ?? {};
    return { ...rest, ...(words?.said === undefined ? {} : { said: words.said }) };
  };
  const plays = law.arms.map((arm) =>
    exampleWorld(
      prepared,
      network.ids.map(() => arm),
      { act },
    ),
  );
  let classes: number[][] = [law.arms.map((_, a) => a)];
  for (let turns = 0; turns < COMPARED && classes.some((one) => one.length > 1); turns++) {
    const views = plays.map((play) => play.next().value);
    if (views.some((turn) => !turn)) break;
    const pictures = views.map((turn) =>
      canonicalJson({ sent: sent(turn!.view), says: saysOf(agents, turn!.view) }),
    );
    classes = classes.flatMap((one) => split(one, pictures));
  }
  return classes.flatMap((one) =>
    one.length < 2
      ? []
      : [
          `arms ${listed(one.map((a) => law.arms[a]!))} are sent the same prompt with the same settings: their agents cannot know which arm they are in, so any effect found is chance. Show {{ arm }} in a template, or give settings by arm in data.treat`,
        ],
  );
}

/** What an agent says by the rules of its arm, whatever it answers. */
function saysOf(agents: Population, view: View): Json {
  return view.question ? null : (exampleAction(agents, view)?.said ?? null);
}

function split(members: readonly number[], pictures: readonly string[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const a of members) groups.set(pictures[a]!, [...(groups.get(pictures[a]!) ?? []), a]);
  return [...groups.values()];
}

/**
 * Whether anything that an agent is sent changes when others are in another arm, or say something else. The others are one half of
 * the agents and then the other half, in several ways to halve them, until a change is found.
 */
function influenceNotes(prepared: PreparedStudy, plan: TreatmentPlan, sent: Sent): string[] {
  const { network, law, study } = prepared;
  const { agents } = study.model;
  const { n } = network;
  if (n < 2) return [];
  const assigned = armsOfWorld(plan, network, 0);
  const unknown = unknownWords(prepared);
  let turns = 0;
  for (let bit = 0; 2 ** bit < n && turns < COMPARED; bit++)
    for (const half of [0, 1]) {
      const other = (i: number): boolean => ((i >> bit) & 1) === half;
      const turned = assigned.map((arm, i) =>
        other(i) ? law.arms[(law.arms.indexOf(arm) + 1) % law.arms.length]! : arm,
      );
      const usual = exampleWorld(prepared, assigned, {
        act: (_, view) => actionOf(agents, view, 0, unknown),
      });
      const changed = exampleWorld(prepared, turned, {
        act: (i, view) => actionOf(agents, view, other(i) ? 1 : 0, unknown),
      });
      for (const { i, view } of usual) {
        const there = changed.next().value;
        if (!there) break;
        if (other(i) || (view.round === 1 && !view.question && study.data.interact === undefined)) continue;
        turns++;
        if (canonicalJson(sent(view)) !== canonicalJson(sent(there.view))) return [];
        if (turns >= COMPARED) break;
      }
    }
  return [
    "no agent can influence another: nothing that agents are sent depends on what others say or are given, so there is no spillover to find. Show {{ heard }} or {{ crowd }} in a template, and let agents say something in at least two rounds",
  ];
}

/** One of two different things that an agent may do. */
function actionOf(
  agents: Population,
  view: View,
  which: 0 | 1,
  unknown: readonly [Json, Json],
): Action | undefined {
  if (!agents.example) return { said: unknown[which] };
  const usual = agents.example(view);
  if (which === 0 || usual?.said === undefined) return usual;
  const before = canonicalJson(usual.said);
  for (let k = 0; k < 20; k++) {
    const other = agents.example({ ...view, rng: view.rng.fork("other").fork(k) });
    if (other?.said !== undefined && canonicalJson(other.said) !== before) return other;
  }
  // Made-up texts are all alike; those of a model are not.
  return typeof usual.said === "string" ? { ...usual, said: `${usual.said} (other words)` } : usual;
}

/** Two messages that any channel can sum up, of agents that give no example. */
function unknownWords({ study }: PreparedStudy): readonly [Json, Json] {
  const { interact } = study.data;
  const field = [interact?.channel, ...Object.values(interact?.hears ?? {})]
    .map((channel) => channel?.params.field)
    .find((name) => typeof name === "string");
  return field === undefined ? [0, 1] : [{ [field]: 0 }, { [field]: 1 }];
}

const listed = (names: readonly string[]): string =>
  names.length === 2 ? `${names[0]} and ${names[1]}` : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
