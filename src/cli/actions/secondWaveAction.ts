import { present } from "../../core/present.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { secondWaveFile } from "../../sequential/secondWaveFile.ts";
import { emit } from "../output.ts";
import { wrapped } from "../text/textTable.ts";

interface SecondWaveOptions {
  readonly pilot: string;
  readonly out: string;
  readonly design?: readonly string[];
  readonly contrast?: string;
  readonly se?: number;
  readonly worlds?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** What `spillway second-wave` does. */
export async function secondWaveAction(file: string, options: SecondWaveOptions): Promise<void> {
  const { pilot, out, design, contrast, se, worlds, json, quiet } = options;
  const {
    text,
    comparison: _,
    ...found
  } = await secondWaveFile(file, {
    ...{ pilot, out },
    ...present({ designs: design, contrast, se, worlds }),
  });
  writeFileWhole(out, text);
  emit(
    {
      data: { study: out, ...found },
      text: () => [out, `rule ${found.rule}`, ...found.because.map((one) => wrapped(one))].join("\n"),
    },
    present({ json, quiet }),
  );
}
