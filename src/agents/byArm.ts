import { present } from "../core/present.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { suggest } from "../core/suggest.ts";
import { wantArgument } from "../core/wantArgument.ts";
import type { Agent, View } from "./Agent.ts";
import { drawsChance } from "./drawsChance.ts";
import type { Population, PopulationSetting } from "./Population.ts";
import { SCRIPTED, type Script, scripted } from "./scripted.ts";

/** What is different in one arm: some settings, or a script instead of the agents. */
export type ArmOverride<Settings> = Partial<Settings> | { readonly script: Script };

/** What is different in the arms, as data. */
export type Treatment = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A population whose settings differ between arms. Its name and settings are those of arms that are not named. */
export interface ArmedPopulation extends Population {
  /** By the name of the arm, those that differ. */
  readonly treat: Treatment;
}

/**
 * A population made of one population for each arm, all of the same kind, with some settings changed in some arms: a
 * persona, a temperature, a probability. An arm with a `script` has agents that always do what it says instead. An agent
 * has the same traits in every arm, because they are drawn from the stream of its id: so what differs between its arms is
 * what treatment does.
 *
 * @param make makes the population from settings: a kind of the catalogue, or any function.
 * @param settings of arms that are not named, and of the others where they say nothing. A setting is replaced as a whole.
 * @param treat by the name of the arm.
 * @throws SpillwayError for settings that the kind has not and for a script with settings beside it; when the agents are
 * made, for an arm that the design has not.
 */
export function byArm<Settings extends object>(
  make: (settings: Settings) => Population,
  settings: NoInfer<Settings>,
  treat: Readonly<Record<string, ArmOverride<NoInfer<Settings>>>>,
): ArmedPopulation {
  wantArgument("byArm", "settings", settings);
  wantArgument("byArm", "settings by arm", treat);
  const given = Object.entries(treat).filter(([, override]) => Object.keys(override).length > 0);
  const arms = given.map(([arm, override]) => [arm, populationOf(arm, override, make, settings)] as const);
  return compose(make(settings), new Map(arms), Object.fromEntries(given) as Treatment);
}

function populationOf<Settings extends object>(
  arm: string,
  override: ArmOverride<Settings>,
  make: (settings: Settings) => Population,
  settings: Settings,
): Population {
  try {
    if (!("script" in override)) return make({ ...settings, ...override });
    const beside = Object.keys(override).find((name) => name !== "script");
    if (beside === undefined) return scripted(override.script);
    throw new SpillwayError(`a script stands alone, got "${beside}" beside it`);
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    throw new SpillwayError(`treat.${arm}: ${cause.message}`, {
      kind: cause.kind,
      cause,
      ...present({ inside: cause.inside }),
    });
  }
}

/** A value for every member of a population, so that the compiler asks for a member that is not passed on. */
type EveryMember = { readonly [Member in keyof Required<Population>]: Population[Member] };

function compose(base: Population, arms: ReadonlyMap<string, Population>, treat: Treatment): ArmedPopulation {
  const all = [base, ...arms.values()];
  const of = ({ arm }: View): Population => arms.get(arm) ?? base;
  const some = (member: keyof Population): boolean => all.some((one) => one[member] !== undefined);
  const changed = (change: (one: Population) => Population): ArmedPopulation =>
    compose(change(base), new Map([...arms].map(([arm, one]) => [arm, change(one)])), treat);
  const scripts = [...arms].flatMap(([arm, { name }]) => (name === SCRIPTED ? [arm] : []));
  const asked = all.filter(({ name }) => name !== SCRIPTED);
  const leastRounds = Math.max(...all.map((one) => one.leastRounds ?? 1));
  const members: EveryMember = {
    name: base.name,
    params: base.params,
    synthetic: all.every(({ synthetic }) => synthetic),
    chance: all.some(drawsChance),
    batched: some("batched") ? asked.every(({ batched }) => batched === true) : undefined,
    leastRounds: leastRounds > 1 ? leastRounds : undefined,
    prompt: some("prompt") ? (setting) => promptOf(setting, of) : undefined,
    schema: some("schema") ? (view) => of(view).schema?.(view) : undefined,
    example: some("example") ? (view, longest) => of(view).example?.(view, longest) : undefined,
    tokens: some("tokens") ? (view) => of(view).tokens?.(view) ?? { input: 0, output: 0 } : undefined,
    further: some("further") ? (view) => of(view).further?.(view) ?? [] : undefined,
    sent: all.every(({ sent }) => sent) ? (view) => of(view).sent!(view) : undefined,
    notes: some("notes")
      ? (names) => [
          ...(base.notes?.(names) ?? []),
          ...[...arms].flatMap(([arm, one]) => notesOfArm(arm, one, names, base)),
        ]
      : undefined,
    scripted: scripts.length === 0 ? undefined : scripts,
    wantQuestion: asked.every(({ wantQuestion }) => wantQuestion)
      ? (question) => {
          for (const one of asked) one.wantQuestion?.(question);
        }
      : undefined,
    inFolder: some("inFolder") ? (folder) => changed((one) => one.inFolder?.(folder) ?? one) : undefined,
    truthful: some("truthful") ? () => changed((one) => one.truthful?.() ?? one) : undefined,
    // What an agent does depends on its arm beside its condition.
    table: undefined,
    create(setting) {
      wantArms(setting.arms, [...arms.keys()]);
      const needed = new Set(setting.arms.map((arm) => arms.get(arm) ?? base));
      const makers = new Map([...needed].map((one) => [one, one.create(setting)]));
      const makerOf = new Map(setting.arms.map((arm) => [arm, makers.get(arms.get(arm) ?? base)!]));
      return (i) => agentOfArms((arm) => makerOf.get(arm)!(i));
    },
  };
  return { ...present(members), treat };
}

/** What is to be said of the settings of an arm, beyond what is said of all arms already. */
function notesOfArm(arm: string, one: Population, arms: readonly string[], base: Population): string[] {
  const said = new Set(base.notes?.(arms) ?? []);
  return (one.notes?.(arms) ?? []).filter((note) => !said.has(note)).map((note) => `treat.${arm}: ${note}`);
}

function promptOf(
  setting: PopulationSetting,
  of: (view: View) => Population,
): ReturnType<NonNullable<Population["prompt"]>> {
  const made = new Map<Population, ReturnType<NonNullable<Population["prompt"]>> | undefined>();
  return (i) => async (view) => {
    const population = of(view);
    if (!made.has(population)) made.set(population, population.prompt?.(setting));
    return (await made.get(population)?.(i)(view)) ?? [];
  };
}

/** An agent that acts as the agent of whichever arm it is in; each is made when it is first needed. */
function agentOfArms(make: (arm: string) => Agent): Agent {
  const made = new Map<string, Agent>();
  return (view, context) => {
    let agent = made.get(view.arm);
    if (agent === undefined) {
      agent = make(view.arm);
      made.set(view.arm, agent);
    }
    return agent(view, context);
  };
}

/** @throws SpillwayError when a name is not that of an arm. */
export function wantArms(arms: readonly string[], named: readonly string[]): void {
  const unknown = named.find((name) => !arms.includes(name));
  if (unknown === undefined) return;
  throw new SpillwayError(
    `treat: there is no arm "${unknown}"${suggest(unknown, arms)}; the arms of the design are ${arms.join(", ")}`,
  );
}
