import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { writeFileWhole } from "../../log/files/writeFileWhole.ts";
import { tippingSvg } from "../../report/figures/tippingSvg.ts";
import { wantPicture, writePicture } from "../../report/figures/writePicture.ts";
import { tippingReport } from "../../report/tippingReport.ts";
import { tippingCsv } from "../../specify/tipping/tippingCsv.ts";
import { type TippingAsked, tippingFiles, tippingRun } from "../../specify/tipping/tippingFiles.ts";
import type { ExperimentOptions } from "../options.ts";
import { emit, output } from "../output.ts";
import { countLine } from "../text/countLine.ts";
import { tippingText } from "../text/tippingText.ts";

interface TippingOptions
  extends Partial<ExperimentOptions>,
    Omit<TippingAsked, "onSize" | "onProgress" | "seed"> {
  readonly units?: string;
  readonly contrast?: string;
  readonly round?: string;
  readonly picture?: string;
}

/** What `spillway tipping` does. */
export async function tippingAction(run: string | undefined, options: TippingOptions): Promise<void> {
  const {
    json,
    quiet = false,
    out,
    picture,
    units,
    contrast,
    round,
    network,
    design,
    exposure,
    ...rest
  } = options;
  if (picture !== undefined) wantPicture(picture);
  const { note } = output(present({ quiet }));
  const line = countLine(quiet, "estimates");
  let began = 0;
  const asked: TippingAsked = {
    ...rest,
    onSize(estimates) {
      note(`${estimates} estimates`);
      began = performance.now();
    },
    onProgress(done, total) {
      const each = (performance.now() - began) / 1000;
      if (done === 1) note(`the first took ${each.toPrecision(2)} s, so all about ${time(each * total)}`);
      line.show({ done, total });
    },
  };
  const found =
    run === undefined
      ? await tippingFiles({
          ...rest,
          ...asked,
          ...wanted({ network, design, exposure, units, contrast }),
          ...present({ round }),
        })
      : await tippingRun(run, contrast, ofRun({ network, design, exposure, units, round }, asked));
  line.done();
  if (picture !== undefined) {
    await writePicture(picture, await tippingSvg(found));
    note(`the picture is ${picture}`);
  }
  if (out?.endsWith(".html")) {
    writeFileWhole(out, await tippingReport(found));
    note(`the page is ${out}`);
  }
  emit(
    {
      data: found,
      text: () => tippingText(found),
      csv: () => tippingCsv(found),
      notes: found.notes,
    },
    { ...present({ json, quiet }), ...(out === undefined || out.endsWith(".html") ? {} : { out }) },
  );
}

/** Seconds in the unit that fits. */
const time = (seconds: number): string =>
  seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;

type Files = Readonly<Record<"network" | "design" | "exposure" | "units" | "contrast", string>>;

function wanted(given: Readonly<Record<keyof Files, string | undefined>>): Files {
  const absent = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [`--${name}`] : []));
  if (absent.length > 0)
    throw new SpillwayError(`tipping: wanted ${absent.join(", ")}, or the folder of a finished run`);
  return given as Files;
}

function ofRun(given: Readonly<Record<string, string | undefined>>, asked: TippingAsked): TippingAsked {
  const spare = Object.entries(given).find(([, value]) => value !== undefined);
  if (spare)
    throw new SpillwayError(`tipping: --${spare[0]} does not go with a finished run: its study says it`);
  return asked;
}
