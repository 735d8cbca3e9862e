import { SpillwayError } from "../../core/SpillwayError.ts";

/**
 * Loads a package that Spillway uses but does not install.
 *
 * @param name the package.
 * @param purpose what it is needed for, as the subject of the error message: "reading Parquet".
 * @param install all packages that the purpose needs. Default: this one.
 * @throws SpillwayError with the command that installs it when it is absent, and with its own words when it is there
 * but does not load.
 */
export async function loadOptional(
  name: string,
  purpose: string,
  install: string = name,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(name)) as Readonly<Record<string, unknown>>;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const absent = (code === "ERR_MODULE_NOT_FOUND" || code === "MODULE_NOT_FOUND") && message.includes(name);
    if (absent) {
      throw new SpillwayError(
        `${purpose}: needs the package ${name}: install it with: npm install ${install}`,
        {
          cause,
        },
      );
    }
    throw new SpillwayError(`${purpose}: the package ${name} does not load: ${message}`, {
      kind: "failure",
      cause,
    });
  }
}
