import { existsSync } from "node:fs";
import { join } from "node:path";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { firstStudy } from "./parts/firstStudy.ts";

/** What `spillway init` does. */
export function initAction(folder: string, options: CommonOptions): void {
  const file = options.out ?? join(folder, "study.yaml");
  if (existsSync(file))
    throw new SpillwayError(`init: ${file} is there already: choose another folder, or remove it`);
  writeFileWhole(file, firstStudy);
  const { out: _, ...shown } = options;
  emit({ data: { study: file }, text: () => file }, shown);
  output(options).note(`next: spillway check ${file}`);
}
