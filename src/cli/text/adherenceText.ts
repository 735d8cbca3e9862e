import type { Adherence } from "../../preregister/Adherence.ts";
import { plainText } from "./plainText.ts";
import { wrapped } from "./textTable.ts";

/** How far an experiment follows its preregistration, for a terminal: every deviation has its own line. */
export function adherenceText({ hash, deviations, exploratory, unanswered, notes }: Adherence): string {
  const count =
    deviations.length === 0
      ? "no deviation"
      : `${deviations.length} deviation${deviations.length === 1 ? "" : "s"}`;
  const lines = [
    `preregistration ${hash.slice(0, 16)}: ${count}`,
    ...deviations.map(({ words }) => `deviation: ${words}`),
    ...exploratory.map(
      ({ contrast, estimator }) => `exploratory: ${contrast} by ${estimator} was not preregistered`,
    ),
    ...unanswered.map(
      ({ question, because }) => `preregistered and not answered: ${question}, because ${because}`,
    ),
    ...notes.map((note) => `note: ${note}`),
  ];
  return lines.map((line) => wrapped(plainText(line))).join("\n");
}
