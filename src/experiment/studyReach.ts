import { present } from "../core/present.ts";
import type { Study, StudyFile } from "../study/study.ts";
import { studyData } from "../study/studyData.ts";
import { reachFields } from "../study-file/reachFields.ts";
import { usualKeys } from "./usualKeys.ts";

/** An environment variable whose value a study uses. */
interface ReachedVariable {
  readonly name: string;
  /** Whether it is the one in which everybody keeps the key of the address that it is sent to. */
  readonly usual: boolean;
}

/** What a study reaches outside its own file: all that a stranger's study could read, send or start. */
export interface StudyReach {
  /** Addresses that are sent what agents are asked; `provider …` for one of the AI SDK, which knows its own. */
  readonly addresses: readonly string[];
  readonly variables: readonly ReachedVariable[];
  readonly files: readonly StudyFile[];
  /** Programs that are started, each as the list of its words. */
  readonly programs: readonly (readonly string[])[];
  /** Addresses of tools, whose answers agents are sent: from what stands there, a study can send things on. */
  readonly services: readonly string[];
}

/**
 * What a study reaches outside its own file: the addresses, environment variables, files and programs that its settings name.
 * Nothing of it is opened, read or started for that. What a program does by itself is not seen.
 */
export function studyReach(study: Study): StudyReach {
  const data = { ...studyData(study, "network.json") };
  const fields = reachFields(data);
  const addresses = fields.flatMap(({ reach, value }) => {
    if (reach === "address" || reach === "service") return [String(value)];
    return reach === "provider" ? [`provider ${String(value).split("/", 1)[0]}`] : [];
  });
  const hosts = addresses.flatMap((one) => (URL.canParse(one) ? [new URL(one).hostname] : []));
  const variables = fields.flatMap(({ reach, value, path }) => {
    if (reach !== "variable") return [];
    const name = String(value);
    // A variable of a program goes to no address; one of several addresses may go to each of them.
    const usual =
      path.at(-2) !== "env" && hosts.length > 0 && hosts.every((host) => usualKeys(host).includes(name));
    return [{ name, usual }];
  });
  const recordings = fields.flatMap(({ reach, value }) =>
    reach === "journal" ? [{ name: String(value), outside: false }] : [],
  );
  return {
    addresses: [...new Set(addresses)],
    variables: once(variables, ({ name }) => name),
    files: once(study.files ?? recordings, ({ name }) => name),
    programs: once(
      fields.flatMap(({ reach, value }) =>
        reach === "program" && Array.isArray(value) ? [value as string[]] : [],
      ),
      (words) => JSON.stringify(words),
    ),
    services: [
      ...new Set(fields.flatMap(({ reach, value }) => (reach === "service" ? [String(value)] : []))),
    ],
  };
}

/** The parts of it that are not empty. */
export function reachIfAny(study: Study): Partial<StudyReach> | undefined {
  const { addresses, variables, files, programs, services } = studyReach(study);
  const some = <Value>(list: readonly Value[]): readonly Value[] | undefined =>
    list.length === 0 ? undefined : list;
  const found = present({
    addresses: some(addresses),
    variables: some(variables),
    files: some(files),
    programs: some(programs),
    services: some(services),
  });
  return Object.keys(found).length === 0 ? undefined : found;
}

function once<Value>(list: readonly Value[], key: (one: Value) => string): Value[] {
  return [...new Map(list.map((one) => [key(one), one])).values()];
}
