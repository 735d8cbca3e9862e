import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { verifySeal } from "../../experiment/seal/verifySeal.ts";
import { type CommonOptions, emit } from "../output.ts";

interface VerifyActionOptions extends CommonOptions {
  readonly seal?: string;
  readonly replay: boolean;
}

/** Faults that are told one by one. */
const MOST = 10;

/** What `spillway verify` does. */
export async function verifyAction(
  archive: string,
  folder: string | undefined,
  { seal: hash, replay, ...options }: VerifyActionOptions,
): Promise<void> {
  if (hash !== undefined && !/^[0-9a-f]{64}$/i.test(hash))
    throw new SpillwayError(
      `verify: --seal must be the 64 hexadecimal digits that spillway seal printed, got ${shown(hash)}`,
    );
  const found = await verifySeal(archive, { replay, ...present({ folder, hash }) });
  const { seal, faults, replayed, notes } = found;
  const sound = faults.length === 0 && replayed.every(({ same }) => same);
  if (!sound) process.exitCode = 1;
  emit(
    {
      data: {
        archive,
        sound,
        seal: found.hash,
        ...(seal
          ? {
              study: seal.study.name,
              spillway: seal.spillway,
              complete: seal.complete,
              files: seal.files.length,
            }
          : {}),
        faults,
        replayed,
        notes,
      },
      text: () =>
        [
          ...(seal
            ? [
                `${seal.study.name}: ${seal.files.length} files, sealed by Spillway ${seal.spillway}, seal ${found.hash}`,
              ]
            : []),
          ...faults
            .slice(0, MOST)
            .map(
              ({ file, line, because }) =>
                `CHANGED ${file}${line === undefined ? "" : `, line ${line}`}: ${because}`,
            ),
          ...(faults.length > MOST ? [`and ${faults.length - MOST} more`] : []),
          ...replayed.map(
            ({ what, same, because }) =>
              `${same ? "same" : "DIFFERENT"}: ${what}${because === undefined ? "" : `: ${because}`}`,
          ),
          sound ? "sound: nothing was changed" : "not sound",
        ].join("\n"),
      notes,
    },
    options,
  );
}
