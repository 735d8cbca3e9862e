import type { Turn } from "../../log/Turn.ts";
import { type Use, usesByArm } from "./usesByArm.ts";

/** A model that answered in an arm, as it named itself. */
export interface ModelUse extends Use {
  readonly arm: string;
  readonly model: string;
}

/** What the other side said of the configuration that answered. */
export interface FingerprintUse extends ModelUse {
  readonly fingerprint: string;
}

/** What calls said about what answered them, by arm. */
export interface ModelChecks {
  readonly models: readonly ModelUse[];
  /** Arms in which more than one model answered. */
  readonly modelChanges: readonly string[];
  readonly fingerprints: readonly FingerprintUse[];
  /** Arms in which one model answered under more than one fingerprint. */
  readonly fingerprintChanges: readonly string[];
  /** What the other side could not do as it was asked, in its own words. */
  readonly warnings: readonly (Use & { readonly arm: string; readonly warning: string })[];
}

/** Takes turns, and says what answered them. */
interface ModelChecker {
  take(turn: Turn): void;
  checks(): ModelChecks;
}

/** Names in one note. */
const FEW = 5;

/**
 * Counts the models that answered, their fingerprints, and the warnings that came with answers; memory does not grow with
 * the journal.
 *
 * @param arms in their order.
 */
export function modelChecks(arms: readonly string[]): ModelChecker {
  const models = usesByArm();
  const fingerprints = usesByArm();
  const warnings = usesByArm();
  const inOrder = <Found extends Use & { readonly arm: string }>(found: readonly Found[]): Found[] => {
    const place = (arm: string): number => arms.indexOf(arm);
    return [...found].sort((a, b) => place(a.arm) - place(b.arm) || (a.first < b.first ? -1 : 1));
  };
  return {
    take({ arm, model, fingerprint, warnings: told = [], at }) {
      if (model !== undefined) models.take(arm, model, at);
      if (fingerprint !== undefined) fingerprints.take(arm, JSON.stringify([model ?? "", fingerprint]), at);
      for (const warning of new Set(told)) warnings.take(arm, warning, at);
    },
    checks() {
      const used = fingerprints.arms().flatMap((arm) =>
        fingerprints.of(arm).map(({ name, ...use }): FingerprintUse => {
          const [model, fingerprint] = name.startsWith("[") ? (JSON.parse(name) as string[]) : [name, name];
          return { arm, model: model!, fingerprint: fingerprint!, ...use };
        }),
      );
      const changed = used.filter(
        ({ arm, model }, k) => used.findIndex((one) => one.arm === arm && one.model === model) !== k,
      );
      return {
        models: inOrder(
          models
            .arms()
            .flatMap((arm) => models.of(arm).map(({ name, ...use }) => ({ arm, model: name, ...use }))),
        ),
        modelChanges: models.arms().filter((arm) => models.of(arm).length > 1),
        fingerprints: inOrder(used),
        fingerprintChanges: [...new Set(changed.map(({ arm }) => arm))],
        warnings: inOrder(
          warnings
            .arms()
            .flatMap((arm) => warnings.of(arm).map(({ name, ...use }) => ({ arm, warning: name, ...use }))),
        ),
      };
    },
  };
}

/** What to look at, in plain sentences. */
export function modelNotes(found: ModelChecks): string[] {
  const { models, modelChanges, fingerprints, fingerprintChanges, warnings } = found;
  const changes = modelChanges.map((arm) => {
    const used = models.filter((use) => use.arm === arm).map(({ model, turns }) => [model, turns] as const);
    return `more than one model answered in arm ${arm}: ${listed(used)}`;
  });
  const configurations = fingerprintChanges.flatMap((arm) => {
    const inArm = fingerprints.filter((use) => use.arm === arm);
    return [...new Set(inArm.map(({ model }) => model))].flatMap((model) => {
      const used = inArm.filter((use) => use.model === model);
      if (used.length === 1) return [];
      const names = used.map(({ fingerprint, turns }) => [fingerprint, turns] as const);
      return [`the configuration behind model ${model} changed in arm ${arm}: ${listed(names)}`];
    });
  });
  const told = [...new Set(warnings.map(({ warning }) => warning))].slice(0, FEW).map((warning) => {
    const used = warnings.filter((use) => use.warning === warning);
    return `calls came with a warning in arm ${listed(used.map(({ arm, turns }) => [arm, turns]))}: ${warning}`;
  });
  return [...changes, ...configurations, ...told];
}

function listed(used: readonly (readonly [name: string, turns: number])[]): string {
  const some = used.slice(0, FEW).map(([name, turns]) => `${name} (${turns} turn${turns === 1 ? "" : "s"})`);
  return [...some, ...(used.length > FEW ? [`and ${used.length - FEW} more`] : [])].join(", ");
}
