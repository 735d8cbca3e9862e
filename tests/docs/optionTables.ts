import type { Command, Option } from "commander";
import { program } from "../../src/cli/program.ts";

/** A command with its name behind those above it, such as `import panel`. */
export interface NamedCommand {
  readonly name: string;
  readonly command: Command;
}

/** Every command of the program, in the order of its help, subcommands behind their own. */
export function everyCommand(): NamedCommand[] {
  const below = (parent: Command, names: readonly string[]): NamedCommand[] =>
    parent.commands.flatMap((command) => {
      const own = [...names, command.name()];
      return [{ name: own.join(" "), command }, ...below(command, own)];
    });
  return below(program(), []);
}

/** The part of docs/command-line.md that lists the arguments and options of every command. */
export function optionTables(): string {
  return everyCommand()
    .filter(({ command }) => command.options.length + command.registeredArguments.length > 0)
    .map(({ name, command }) => {
      const given = command.registeredArguments.map((one) => {
        const dots = one.variadic ? "..." : "";
        const shown = one.required ? `<${one.name()}${dots}>` : `[${one.name()}${dots}]`;
        return row(shown, one.description);
      });
      return [
        `### spillway ${name}`,
        "",
        "| argument or option | what it does |",
        "|---|---|",
        ...given,
        ...command.options.map((option) => row(option.flags, saidOf(option))),
      ].join("\n");
    })
    .join("\n\n");
}

const row = (flags: string, words: string): string =>
  `| \`${flags.replaceAll("|", "\\|")}\` | ${words.replaceAll("|", "\\|").replaceAll("<", "&lt;")} |`;

/** What the help says of an option, with what it may be and what it is where it is not given. */
function saidOf({
  description,
  argChoices,
  defaultValue,
  defaultValueDescription,
  mandatory,
}: Option): string {
  const plain = defaultValueDescription ?? (typeof defaultValue === "boolean" ? undefined : defaultValue);
  return [
    description,
    ...(mandatory && defaultValue === undefined ? ["needed"] : []),
    ...(argChoices ? [`one of ${argChoices.map((one) => `\`${one}\``).join(", ")}`] : []),
    ...(plain === undefined ? [] : [`default ${Array.isArray(plain) ? plain.join(", ") : plain}`]),
  ].join("; ");
}
