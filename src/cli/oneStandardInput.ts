import type { Command } from "commander";
import { SpillwayError } from "../core/SpillwayError.ts";

/** Options whose "-" is standard output, or no file. */
const OTHERS: ReadonlySet<string> = new Set(["out", "picture", "seed", "delimiter", "missing", "round"]);

/**
 * Makes sure that standard input is asked for once at most: it gives what it holds only once.
 *
 * @throws SpillwayError that names both.
 */
export function oneStandardInput(command: Command): void {
  const asked = [
    ...command.args.flatMap((given, k) =>
      given === "-" ? [command.registeredArguments[k]?.name() ?? "argument"] : [],
    ),
    ...command.options.flatMap((option): string[] => {
      const value: unknown = command.getOptionValue(option.attributeName());
      if (OTHERS.has(option.attributeName())) return [];
      const times = Array.isArray(value) ? value.filter((one) => one === "-").length : value === "-" ? 1 : 0;
      return Array.from({ length: times }, () => option.long ?? option.flags);
    }),
  ];
  if (asked.length > 1)
    throw new SpillwayError(
      `${command.name() === "panel" ? "import" : command.name()}: only one of ${asked[0]} and ${asked[1]} can be standard input`,
    );
}
