import { sealRun } from "../../experiment/seal/sealRun.ts";
import { type CommonOptions, emit } from "../output.ts";

/** What `spillway seal` does. */
export async function sealAction(folder: string, options: CommonOptions): Promise<void> {
  const { out, ...shown } = options;
  const { file, hash, seal, leftOut } = await sealRun(folder, ...(out === undefined ? [] : [out]));
  const bytes = seal.files.reduce((total, one) => total + one.bytes, 0);
  emit(
    {
      data: { file, seal: hash, files: seal.files.length, bytes, complete: seal.complete, leftOut },
      text: () =>
        [
          `${file}: ${seal.files.length} files, ${bytes} bytes${seal.complete ? "" : ", of a run that is not complete"}`,
          `seal ${hash}`,
        ].join("\n"),
      notes: leftOut.map((one) => `left out: ${one}`),
    },
    shown,
  );
}
