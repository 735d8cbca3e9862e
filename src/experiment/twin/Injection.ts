import type { Action, Agent } from "../../agents/Agent.ts";
import { byArm, type Treatment } from "../../agents/byArm.ts";
import { makerOf } from "../../agents/definePopulation.ts";
import type { Population } from "../../agents/Population.ts";
import type { Json } from "../../core/canonicalJson.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";
import type { PreparedStudy } from "../../study/prepareStudy.ts";

/** What is different for some agents from the fork on. */
export type Injection =
  /** In the round after the fork the agent is heard to say this, whatever it says. */
  | { readonly kind: "message"; readonly said: Json }
  /** The agent does and says nothing any more, and has no outcome. */
  | { readonly kind: "removal" }
  /** The agent is told this arm, and has its treatment. Channels and histories by arm stay those of the plan. */
  | { readonly kind: "arm"; readonly arm: string }
  /** The agent is another person: these settings of its kind replace its own. */
  | { readonly kind: "persona"; readonly settings: Readonly<Record<string, unknown>> };

/**
 * Makes the agents of a branch: those of the study, some of them with something different from the round after the fork on. Chance stays where it was, because it belongs to
 * (world, round, agent), so that whatever differs between the branches comes from what was injected.
 *
 * @throws SpillwayError for arms that the design has not, and settings that the kind of the agents has not.
 */
export function injected(
  prepared: PreparedStudy,
  agentOf: (i: number) => Agent,
  injection: Injection,
  after: number,
): (hit: (i: number, world: number) => boolean) => (i: number) => Agent {
  const change = changeOf(prepared, injection, after);
  return (hit) => (i) => {
    const own = agentOf(i);
    let changed: Agent | undefined;
    return (view, context) => {
      if (!hit(i, view.world)) return own(view, context);
      changed ??= change(i, own);
      return changed(view, context);
    };
  };
}

function changeOf(
  { study, setting, law }: PreparedStudy,
  injection: Injection,
  after: number,
): (i: number, own: Agent) => Agent {
  switch (injection.kind) {
    case "message": {
      const { said } = injection;
      return (_, own) => (view, context) => {
        if (view.question || view.round !== after + 1) return own(view, context);
        const action = own(view, context);
        const heard = (one: Action): Action => ({ ...one, said });
        return action instanceof Promise ? action.then(heard) : heard(action);
      };
    }
    case "removal":
      return (_, own) => (view, context) => (view.round > after ? {} : own(view, context));
    case "arm": {
      const { arm } = injection;
      if (!law.arms.includes(arm))
        throw new SpillwayError(
          `twin: there is no arm ${shown(arm)}${suggest(arm, law.arms)}; the arms of the design are ${law.arms.join(", ")}`,
        );
      return (_, own) => (view, context) => own(view.round > after ? { ...view, arm } : view, context);
    }
    case "persona": {
      const others = personOf(study.model.agents, injection.settings).create(setting);
      return (i, own) => {
        const other = others(i);
        return (view, context) => (view.round > after ? other : own)(view, context);
      };
    }
  }
}

function personOf(agents: Population, settings: Readonly<Record<string, unknown>>): Population {
  const make = makerOf(agents.name);
  if (!make)
    throw new SpillwayError(
      `twin: a persona needs agents of a kind in the catalogue, got ${shown(agents.name)}: inject a message, an arm or a removal`,
    );
  const params = { ...agents.params, ...settings };
  const { treat } = agents as { readonly treat?: Treatment };
  return treat ? byArm<object>(make, params, treat) : make(params);
}
