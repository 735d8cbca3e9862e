import type { MapMethod } from "../../../estimators/specification/mapTest.ts";
import { formatJson } from "../../core/formatJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { finishStudy } from "../../experiment/finishStudy.ts";
import { loadRun } from "../../experiment/loadRun.ts";
import { runFolder } from "../../experiment/runFolder.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import type { Network } from "../../network/Network.ts";
import { writeReport } from "../../report/writeReport.ts";
import { isFolder } from "../../specify/isFolder.ts";
import { specificationCsv } from "../../specify/specificationCsv.ts";
import { specifyStudy } from "../../specify/specifyStudy.ts";
import { readNetwork } from "../../study-file/readNetwork.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { type CommonOptions, emit, output } from "../output.ts";
import { specificationText } from "../text/specificationText.ts";

interface SpecifyOptions extends CommonOptions {
  readonly alpha?: number;
  readonly draws?: number;
  readonly method?: MapMethod;
  readonly seed?: string;
  readonly also?: readonly string[];
  readonly round?: string;
  readonly world?: number;
  readonly outcome?: readonly string[];
  readonly allowUnlikelyArms?: boolean;
  readonly allowFiles?: readonly string[];
}

/** What `spillway specify` does. */
export async function specifyAction(
  file: string,
  data: string | undefined,
  options: SpecifyOptions,
): Promise<void> {
  const {
    alpha,
    draws,
    method,
    seed,
    also = [],
    round,
    world,
    outcome,
    allowUnlikelyArms,
    allowFiles,
  } = options;
  const study = await readStudy(file, { ...present({ allowFiles }), still: true });
  const found = await specifyStudy(study, data, {
    ...present({ alpha, draws, method, seed, round, world, outcomes: outcome }),
    also: await networksOf(also),
    ...(allowUnlikelyArms ? { unlikelyArms: "warn" } : {}),
  });
  const whole = world === undefined && also.length === 0 && outcome === undefined;
  const told = found.length === 1 && round !== "all" ? found[0] : { rounds: found };
  if (data !== undefined && whole && isFolder(data)) {
    writeFileWhole(runFolder(data).specification, formatJson(told), { own: true });
    const loaded = await loadRun(data, study);
    const result = finishStudy(loaded.prepared, loaded.plan, loaded.units, data, loaded.allRounds);
    output(options).note(`the report is ${await writeReport(result, data, loaded)}`);
  }
  emit(
    {
      data: told,
      text: () => found.map((one) => specificationText(one)).join("\n\n"),
      csv: () => specificationCsv(found),
    },
    options,
  );
}

async function networksOf(given: readonly string[]): Promise<Record<string, Network>> {
  const found: [string, Network][] = [];
  for (const text of given) {
    const equals = text.indexOf("=");
    const name = text.slice(0, Math.max(0, equals)).trim();
    if (equals < 1 || name === "" || text.slice(equals + 1).trim() === "")
      throw new SpillwayError(`--also: wanted name=file, got ${shown(text)}`);
    if (found.some(([known]) => known === name))
      throw new SpillwayError(`--also: ${shown(name)} is named twice`);
    found.push([name, await readNetwork(text.slice(equals + 1).trim())]);
  }
  return Object.fromEntries(found);
}
