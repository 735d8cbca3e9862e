import type { HouseMeasures } from "./measures.ts";

/** Folders shown: so many of the fullest. */
const FULLEST = 6;

/** What two versions measure beside each other, as a table in Markdown. */
export function tableOf(before: HouseMeasures, now: HouseMeasures): string {
  const both = (what: string, value: (measures: HouseMeasures) => string | undefined): string =>
    `| ${what} | ${value(before) ?? "–"} | ${value(now) ?? "–"} |`;
  const starts = [...new Set([...Object.keys(before.starts), ...Object.keys(now.starts)])];
  return [
    "| | before | now |",
    "|---|---|---|",
    both("files in `src`, `designs`, `estimators`", ({ files }) => String(files)),
    both("fullest folders, files each", ({ folders }) =>
      folders
        .slice(0, FULLEST)
        .map(([folder, files]) => `${folder} ${files}`)
        .join(", "),
    ),
    both("folders", ({ folders }) => String(folders.length)),
    both("circles of imports between files", ({ circles }) => String(circles)),
    both("exported values that no file imports", ({ unusedValues }) => String(unusedValues)),
    both("exported types that no file imports", ({ unusedTypes }) => String(unusedTypes)),
    both("names at the root of the package", ({ names }) => String(names["."])),
    both("entry points", ({ names }) => String(Object.keys(names).length)),
    ...starts.map((start) =>
      both(`\`${start}\``, ({ starts }) => {
        const one = starts[start];
        return (
          one && `${(one.ms / 1000).toFixed(2)} s, ${one.megabytes.toFixed(0)} MB, ${one.modules} modules`
        );
      }),
    ),
    both(
      "modules with a function that runs, of those loaded, from the README's study file to its report",
      ({ way }) => `${way.modules} of ${way.loaded}`,
    ),
    both("packages that an installation brings", ({ packages }) => String(packages)),
    both("their size", ({ megabytes }) => `${megabytes.toFixed(0)} MB`),
    both("all tests", ({ tests }) => (tests === undefined ? undefined : `${tests.toFixed(0)} s`)),
  ].join("\n");
}
