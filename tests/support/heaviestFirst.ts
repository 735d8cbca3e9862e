import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that take longest, so that none of them is left to one processor when the other has nothing more to do. */
const HEAVY = [
  "estimators/enumeration.test.ts",
  "estimators/randomWorlds.test.ts",
  "diagnose/diagnose.test.ts",
  "probability/sampledProbabilities.test.ts",
  "estimators/variance/bounds.test.ts",
  "designs/conformance.test.ts",
  "probability/enumeration.test.ts",
  "truth/everyVerb.test.ts",
  "estimators/contrast/simulationError.test.ts",
];

/** Begins with the heaviest files; a checkout that has run before knows the times of the others too. */
export class HeaviestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = HEAVY.findIndex((name) => moduleId.endsWith(`/tests/${name}`));
      return found === -1 ? HEAVY.length : found;
    };
    const usual = await super.sort(files);
    return usual.sort((a, b) => place(a) - place(b));
  }
}
