import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { sha256 } from "../../core/sha256.ts";
import { diagnose } from "../../diagnose/diagnose.ts";
import { diagnosisData } from "../../diagnose/diagnosisData.ts";
import { diagnosisTable } from "../../diagnose/diagnosisTable.ts";
import { readText } from "../../log/files/readText.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { registrationOf } from "../../preregister/readRegistration.ts";
import { registrationText, type SealedDiagnosis } from "../../preregister/registrationText.ts";
import { sealedStudy } from "../../preregister/sealedStudy.ts";
import { planStudy } from "../../study/planStudy.ts";
import { prepareStudy } from "../../study/prepareStudy.ts";
import type { Study } from "../../study/study.ts";
import { readStudy } from "../../study-file/readStudy.ts";
import { type CommonOptions, emit, output } from "../output.ts";

interface PreregisterOptions extends CommonOptions {
  readonly seed?: string;
  readonly allowFiles?: readonly string[];
  readonly missing?: number;
  readonly diagnose?: number;
  readonly diagnosis?: string;
  readonly workers?: number;
}

/** What `spillway preregister` does. */
export async function preregisterAction(file: string, options: PreregisterOptions): Promise<void> {
  const { seed, allowFiles, missing, out, json, quiet } = options;
  const study = await readStudy(file, present({ seed, allowFiles }));
  const prepared = prepareStudy(study);
  const sealed = sealedStudy(prepared, planStudy(study, prepared), present({ missing }));
  const text = registrationText(study, sealed, await diagnosisOf(study, options));
  const { hash } = registrationOf(text, out ?? "(standard output)");
  const shown = { ...(json ? { json } : {}), ...(quiet ? { quiet } : {}) };
  if (out === undefined || out === "-") {
    emit({ data: { hash, sealed, document: text }, text: () => text }, shown);
    return;
  }
  writeFileWhole(out, text);
  emit(
    {
      data: { hash, file: out },
      text: () => `${out} is sealed: publish its hash\n${hash}`,
    },
    shown,
  );
  output(shown).note("run, estimate and report list every deviation from it with --preregistration");
}

async function diagnosisOf(
  study: Study,
  { diagnose: simulations, diagnosis: file, workers = 1 }: PreregisterOptions,
): Promise<SealedDiagnosis | undefined> {
  if (simulations !== undefined && file !== undefined)
    throw new SpillwayError(
      "preregister: --diagnose makes a diagnosis and --diagnosis names one: give one of them",
    );
  if (simulations !== undefined) {
    const found = diagnosisData(await diagnose(study, { simulations, workers }));
    return tableOf(found.rows, `${simulations} simulated experiments with the study's seed`);
  }
  if (file === undefined) return undefined;
  const text = await readText(file);
  try {
    const { rows } = JSON.parse(text) as { readonly rows: Rows };
    return tableOf(rows, `The diagnosis with SHA-256 ${sha256(text)}`);
  } catch (cause) {
    throw new SpillwayError(
      "preregister: wanted a diagnosis that spillway diagnose has written with --json --out, got something else",
      { place: { file }, cause },
    );
  }
}

type Rows = Parameters<typeof diagnosisTable>[0];

/** The columns of a diagnosis that say something, numbers with four digits. */
function tableOf(rows: Rows, from: string): SealedDiagnosis {
  const { header, rows: cells } = diagnosisTable(rows);
  const told = header.flatMap((name, k) =>
    !name.endsWith("_mcse") && cells.some((row) => row[k] !== undefined && row[k] !== "") ? [k] : [],
  );
  return {
    header: told.map((k) => header[k]!),
    rows: cells.map((row) =>
      told.map((k) => {
        const cell = row[k];
        return typeof cell === "number" ? Number(cell.toPrecision(4)) : (cell ?? "");
      }),
    ),
    from,
  };
}
