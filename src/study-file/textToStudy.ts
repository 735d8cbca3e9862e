// Long because a study is put together in one place, with the place of every fault.
import type { Design } from "../../designs/Design.ts";
import { inquiryFault } from "../../estimators/further/inquiryFault.ts";
import type { Looks } from "../../estimators/looks/Looks.ts";
import { readLanguageFiles } from "../agents/language/readLanguageFiles.ts";
import type { Population } from "../agents/Population.ts";
import { explainIssue } from "../core/explainIssue.ts";
import { labelNotes } from "../core/labelNotes.ts";
import { present } from "../core/present.ts";
import { type Place, SpillwayError } from "../core/SpillwayError.ts";
import { worstIssue } from "../core/worstIssue.ts";
import type { Exposure } from "../exposure/Exposure.ts";
import { catalogues } from "../study/catalogues.ts";
import { exposureFor } from "../study/exposureFor.ts";
import { contrastFault, inquiryList } from "../study/inquiries.ts";
import { type Study, type StudyInput, study } from "../study/study.ts";
import { studyPlaces } from "../study/studyPlaces.ts";
import { treatAgents } from "../study/treatAgents.ts";
import type { QuestionSettings } from "../survey/Question.ts";
import { agentsFile } from "./agentsFile.ts";
import { candidateFiles } from "./candidates/candidateFiles.ts";
import { type Complain, fromKind } from "./fromKind.ts";
import { finestIssue } from "./inquiryShape.ts";
import { isMapping } from "./isMapping.ts";
import type { ParseStudyOptions } from "./ParseStudyOptions.ts";
import { parseInteract } from "./parseInteract.ts";
import { reachFields } from "./reachFields.ts";
import { refuseKeys } from "./refuseKeys.ts";
import { resolveFiles } from "./resolveFiles.ts";
import { type ReadNamed, sourceOf } from "./sourceOf.ts";
import { studyLabels } from "./studyLabels.ts";
import { type GivenStudy, studyShape } from "./studyShape.ts";
import { type YamlSource, yamlSource } from "./yamlSource.ts";

type Path = readonly PropertyKey[];

/** What parseStudy promises, where the catalogues that a study can name are loaded. */
export async function textToStudy(text: string, options: ParseStudyOptions): Promise<Study> {
  const { file = "study.yaml", readFile = noFiles, isOutside, folder, seed, aa } = options;
  refuseKeys(text, file);
  const source = yamlSource(text, file, "study");
  const parsed = studyShape.safeParse(source.data);
  if (!parsed.success) {
    const issue = finestIssue(worstIssue(parsed.error.issues), source.data);
    const key = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : undefined;
    const place = key ? source.keyPlace(key) : source.valuePlace(issue.path);
    throw new SpillwayError(`study: ${explainIssue(issue, source.data, studyShape)}`, { place });
  }
  const given = parsed.data;
  const chosenSeed = seed ?? given.seed;
  const below = (path: Path): Complain => complainAt(source, path);
  const blamed = (cause: unknown, path: Path): unknown => {
    if (!(cause instanceof SpillwayError) || cause.place) return cause;
    const { message, kind } = cause;
    return new SpillwayError(`${path.join(".")}: ${message}`, {
      place: source.valuePlace(path),
      kind,
      cause,
    });
  };
  const read = async (name: string, path: Path): Promise<string> => {
    try {
      const found = await readFile(name);
      refuseKeys(found, name);
      return found;
    } catch (cause) {
      throw blamed(cause, path);
    }
  };
  const told: string[] = [];
  const complainExpose = below(["data", "expose"]);
  const tell = (note: string): void => void told.push(`data.expose: ${note}`);
  const networkSource = await sourceOf(
    given.model.network,
    String(chosenSeed),
    below(["model", "network"]),
    read,
  );
  const assign = await resolveFiles(
    given.data.assign,
    networkSource,
    below(["data", "assign"]),
    read,
    (note) => told.push(`data.assign: ${note}`),
  );
  const exposed = await candidateFiles(given.data.expose, networkSource.ids, complainExpose, read, tell);
  const expose = fromKind(catalogues.exposures, exposed, complainExpose);
  const design = fromKind(catalogues.designs, assign, below(["data", "assign"]));
  const described = await agentsFile(given.model.agents, below(["model", "agents"]), read);
  const whole = { ...given, model: { ...given.model, agents: described.given } };
  const files = reachFields({
    ...whole,
    model: { ...whole.model, agents: withFile(given.model.agents, described.given) },
  }).flatMap(({ reach, path, value }) => {
    if (reach !== "file" && reach !== "journal") return [];
    try {
      const name = String(value);
      return [{ name, outside: isOutside?.(name) ?? false }];
    } catch (cause) {
      throw blamed(cause, path);
    }
  });
  const agents = agentsOf(
    await withTexts(whole, read, (note) => told.push(note)),
    design,
    source,
    described.complain,
  );
  const interact = await parseInteract(
    given.data.interact,
    design,
    networkSource,
    (path) => below(["data", "interact", ...path]),
    read,
  );
  const ask = await Promise.all(
    (given.data.ask ?? []).map(async ({ prompt, ...rest }, k): Promise<QuestionSettings> => {
      const text =
        typeof prompt === "string" ? prompt : await read(prompt.file, ["data", "ask", k, "prompt", "file"]);
      return { ...rest, prompt: text };
    }),
  );
  const conditions = conditionsOf(design, expose, complainExpose);
  const inquiries = inquiryList(given.inquiry);
  inquiries.forEach((one, k) => {
    const fault = "kind" in one ? inquiryFault(one) : contrastFault(one, conditions);
    const at = Array.isArray(given.inquiry) ? k : one.name;
    if (fault !== undefined)
      throw new SpillwayError(`inquiry: ${fault}`, { place: source.valuePlace(["inquiry", at]) });
  });
  const notes = new Set([
    ...(given.notes ?? []),
    ...studyLabels(source.data),
    ...told,
    ...labelNotes("arms", armsOf(design)),
  ]);
  const input: StudyInput = {
    ...present({
      name: given.name,
      description: given.description,
      population: given.population,
      simultaneous: given.simultaneous,
      adjust: given.adjust,
      looks: given.looks as Looks | undefined,
      secondWave: given.secondWave && {
        ...given.secondWave,
        designs: given.secondWave.designs.map((one, k) => {
          const { name, params } = fromKind(catalogues.designs, one, below(["secondWave", "designs", k]));
          return { kind: name, ...params };
        }),
      },
      confidence: given.confidence,
      draws: given.draws,
      run: given.run,
      preregistration: given.preregistration,
      folder,
    }),
    ...(files.length === 0 ? {} : { files }),
    ...(notes.size === 0 ? {} : { notes: [...notes] }),
    seed: chosenSeed,
    model: {
      network: networkSource.source,
      agents,
    },
    inquiry: inquiries,
    data: {
      assign: design,
      expose,
      ...present({ interact }),
      ...(ask.length === 0 ? {} : { ask }),
      ...((aa ?? given.data.aa) ? { aa: true } : {}),
      ...present({
        rounds: given.data.rounds,
        worlds: given.data.worlds,
        outcome: given.data.outcome,
        outcomes: given.data.outcomes,
      }),
    },
    answer: given.answer.map((one, k) => fromKind(catalogues.estimators, one, below(["answer", k]))),
  };
  try {
    return studyPlaces(study(input), source.valuePlace);
  } catch (cause) {
    if (!(cause instanceof SpillwayError) || cause.place) throw cause;
    const about = FIELDS.find(([start]) => cause.message.startsWith(`study: ${start}`));
    const [, outcome] = /^study: data\.outcomes\.([^:]+):/.exec(cause.message) ?? [];
    const place =
      outcome !== undefined
        ? source.keyPlace(["data", "outcomes", outcome])
        : about
          ? source.valuePlace(about[1])
          : (questionPlace(cause, ask, source) ?? { file });
    throw new SpillwayError(cause.message, { place, cause });
  }
}

/** Where the question stands that a message is about: by its number, or by its name. */
function questionPlace(
  { message, inside }: SpillwayError,
  ask: readonly QuestionSettings[],
  source: YamlSource,
): Place | undefined {
  const [, number, name] = /^ask: (?:(\d+)|"([\w-]+)"):/.exec(message) ?? [];
  const k = number === undefined ? ask.findIndex((one) => one.name === name) : Number(number);
  if (!ask[k]) return undefined;
  return inside
    ? source.valuePlace(["data", "ask", k, inside.setting], inside)
    : source.valuePlace(["data", "ask", k]);
}

/** The study with the files that settings of its agents name read in. */
async function withTexts(
  given: GivenStudy,
  read: ReadNamed,
  onNote: (note: string) => void,
): Promise<GivenStudy> {
  const below =
    (...base: readonly string[]): ReadNamed =>
    (name, path) =>
      read(name, [...base, ...path]);
  const { model, data } = given;
  const agents = await readLanguageFiles(model.agents, below("model", "agents"), (note) =>
    onNote(`model.agents: ${note}`),
  );
  if (data.treat === undefined) return { ...given, model: { ...model, agents } };
  const treat = await Promise.all(
    Object.entries(data.treat).map(async ([arm, settings]) => [
      arm,
      await readLanguageFiles(settings, below("data", "treat", arm), (note) =>
        onNote(`data.treat.${arm}: ${note}`),
      ),
    ]),
  );
  return {
    ...given,
    model: { ...model, agents },
    data: { ...data, treat: Object.fromEntries(treat) as typeof data.treat },
  };
}

/** The agents with their settings by arm, whose faults are found in the file before {@link study} looks at them. */
function agentsOf(
  { model, data }: GivenStudy,
  design: Design,
  source: YamlSource,
  complain: Complain,
): Population {
  const agents = fromKind(catalogues.agents, model.agents, complain);
  const at = ["data", "treat"];
  for (const [arm, override] of Object.entries(data.treat ?? {})) {
    const path = [...at, arm];
    const fault = (message: string, where: Path): SpillwayError =>
      new SpillwayError(`${path.join(".")}: ${message}`, { place: source.keyPlace(where) });
    if ("kind" in override)
      throw fault("agents of another kind cannot be mixed in by arm: change settings", [...path, "kind"]);
    if ("script" in override) continue;
    fromKind(
      catalogues.agents,
      { kind: agents.name, ...agents.params, ...override },
      complainAt(source, path),
    );
  }
  try {
    return treatAgents(agents, data.treat, design).agents;
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    const { message } = cause;
    const arm = Object.keys(data.treat ?? {}).find(
      (name) => message.startsWith(`treat.${name}:`) || message.includes(`no arm "${name}"`),
    );
    throw new SpillwayError(`data.${message}`, {
      place: source.keyPlace(arm === undefined ? at : [...at, arm]),
      cause,
    });
  }
}

/** Fields that whole-study messages are about, by how these begin. */
const FIELDS: readonly (readonly [start: string, path: readonly string[]])[] = [
  ["rounds", ["data", "rounds"]],
  ["inquiry must hold", ["inquiry"]],
  ["answer names", ["answer"]],
  ["no estimator of answer", ["answer"]],
  ["looks: at", ["looks", "at"]],
  ["looks: the last", ["looks", "at"]],
  ["looks: spending", ["looks", "spending"]],
  ["looks: alpha", ["looks", "alpha"]],
];

/** The agents as a file describes them, with the name of the file. */
function withFile(given: unknown, described: unknown): unknown {
  return isMapping(given) && isMapping(described) && "file" in given
    ? { file: given.file, ...described }
    : described;
}

/** The conditions of the exposure under the design, whose arms its settings may name. */
function conditionsOf(design: Design, expose: Exposure, complain: Complain): readonly string[] {
  try {
    return exposureFor(design, expose).conditions;
  } catch (cause) {
    if (!(cause instanceof SpillwayError)) throw cause;
    return complain(cause.message, [], "value");
  }
}

function complainAt(source: YamlSource, base: Path): Complain {
  return (message, path, at, inside) => {
    const whole = [...base, ...path];
    const place = at === "key" ? source.keyPlace(whole) : source.valuePlace(whole, inside);
    throw new SpillwayError(`${base.join(".")}: ${message}`, { place });
  };
}

const armsOf = ({ params: { arms } }: Design): string[] => (Array.isArray(arms) ? arms.map(String) : []);
async function noFiles(name: string): Promise<string> {
  throw new SpillwayError(`the file "${name}" cannot be read here: this study was given as text alone`);
}
