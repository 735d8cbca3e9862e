import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The folder of the lottery's data, which is not part of the repository (see its README). */
const FOLDER = "../shared/data/olpc";
export const there: boolean = existsSync(FOLDER);

type Row = Readonly<Record<string, string>>;

/** The rows of a table of the folder. */
export function rowsOf(name: string): readonly Row[] {
  const bytes = readFileSync(`${FOLDER}/${name}`);
  const [head, ...lines] = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes)
    .toString("utf8")
    .trim()
    .split(/\r?\n/);
  const names = head!.split(",");
  return lines.map((line) => {
    const fields = line.split(",");
    return Object.fromEntries(names.map((key, k) => [key, fields[k]!]));
  });
}

/** What of the reference numbers is compared. */
export interface Reference {
  readonly counts: Readonly<Record<string, number>>;
  readonly exposure_probability_error: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly first_20_pupils: { readonly pupils: readonly Readonly<Record<string, number>>[] };
  readonly hajek_given_own_arm: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>
  >;
  readonly peer_reproduced: {
    readonly recomputed: Readonly<Record<string, Readonly<Record<string, number>>>>;
    readonly same_wls_self_ties_dropped: Readonly<Record<string, number>>;
  };
}

/** The reference numbers. */
export const expected = (): Reference => JSON.parse(readFileSync(`${FOLDER}/expected.json`, "utf8"));
