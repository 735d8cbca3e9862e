import type { Json } from "../../../core/canonicalJson.ts";
import { csvText } from "../../../core/csvText.ts";
import { formatJson } from "../../../core/formatJson.ts";
import { present } from "../../../core/present.ts";
import { SpillwayError } from "../../../core/SpillwayError.ts";
import type { Injection } from "../../../experiment/twin/Injection.ts";
import { StoppedTwin } from "../../../experiment/twin/StoppedTwin.ts";
import { type TwinRequest, type TwinResult, twinWorlds } from "../../../experiment/twin/twinWorlds.ts";
import { studyData } from "../../../study/studyData.ts";
import { changedStudy } from "../../../study-file/changedStudy.ts";
import { parseStudy } from "../../../study-file/parseStudy.ts";
import { readStudy } from "../../../study-file/readStudy.ts";
import { type CommonOptions, emit, output } from "../../output.ts";
import { stopOnInterrupt } from "../../stopOnInterrupt.ts";
import { ending } from "../../text/ending.ts";
import { twinText } from "../../text/twinText.ts";
import { wantTrust } from "../../trust.ts";

interface TwinOptions extends CommonOptions {
  readonly after?: number;
  readonly arm?: string;
  readonly remove?: boolean;
  readonly message?: string;
  readonly persona?: string;
  readonly agent?: readonly string[];
  readonly each?: boolean;
  readonly random?: boolean;
  readonly worlds?: number;
  readonly quantity?: string;
  readonly confidence?: number;
  readonly runs?: string;
  readonly trust?: boolean;
  readonly seed?: string;
  readonly allowFiles?: readonly string[];
}

/** What `spillway twin` does. */
export async function twinAction(file: string, options: TwinOptions): Promise<void> {
  const { json, quiet, out, after, worlds, quantity, confidence, runs, trust, seed, allowFiles } = options;
  const common = present({ json, quiet, out });
  const { note } = output(common);
  const injection = injectionOf(options);
  const agents = agentsOf(options);
  const interrupt = stopOnInterrupt(note, "stopping after the calls in flight; once more to stop at once");
  try {
    const read = await readStudy(file, present({ seed, allowFiles }));
    const study =
      worlds === undefined
        ? read
        : await parseStudy(
            JSON.stringify(changedStudy(studyData(read) as Json, [["data.worlds", worlds]])),
            present({ file, folder: read.folder }),
          );
    const result = await twinWorlds(study, {
      ...{ injection, agents, signal: interrupt.signal },
      ...present({ after, quantity, confidence, out: runs }),
      look: (one) => wantTrust(one, { ...present({ trust }), note }),
    });
    emit(
      {
        data: result,
        text: () => twinText(result),
        csv: () => resultCsv(result),
        notes: [...result.notes, ...result.effect.notes],
      },
      common,
    );
  } catch (cause) {
    if (!(cause instanceof StoppedTwin)) throw cause;
    // A budget that is used up is an ordinary ending, as it is of a run.
    const { code, words } = ending(cause.run);
    process.exitCode = code;
    const said = `${cause.branch === "base" ? "the base run" : `branch ${cause.branch}`} ${words}`;
    const { print, complain } = output(common);
    if (json) print(formatJson({ branch: cause.branch, ...cause.run }));
    if (code === 0 && !json) print(said);
    else complain(said);
  } finally {
    interrupt.forget();
  }
}

function injectionOf({ arm, remove, message, persona }: TwinOptions): Injection {
  const given: Injection[] = [
    ...(arm === undefined ? [] : [{ kind: "arm", arm } as const]),
    ...(remove ? [{ kind: "removal" } as const] : []),
    ...(message === undefined ? [] : [{ kind: "message", said: jsonOf("--message", message) } as const]),
    ...(persona === undefined ? [] : [{ kind: "persona", settings: mappingOf(persona) } as const]),
  ];
  if (given.length === 1) return given[0]!;
  throw new SpillwayError(
    `twin: wanted one thing to inject, --arm, --remove, --message or --persona, got ${given.length === 0 ? "none" : given.map(({ kind }) => kind).join(" and ")}`,
  );
}

function agentsOf({ agent, each, random }: TwinOptions): NonNullable<TwinRequest["agents"]> {
  const given = [
    ...(agent ? [agent] : []),
    ...(each ? ["each" as const] : []),
    ...(random ? ["random" as const] : []),
  ];
  if (given.length > 1)
    throw new SpillwayError(
      "twin: wanted one of --agent, --each and --random, got several: take one of them",
    );
  return given[0] ?? "all";
}

function jsonOf(option: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new SpillwayError(
      `twin: ${option} wants JSON, as in '{"opinion":3}' or '"yes"', got ${JSON.stringify(text.slice(0, 200))}`,
    );
  }
}

function mappingOf(text: string): Readonly<Record<string, unknown>> {
  const value = jsonOf("--persona", text);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Readonly<Record<string, unknown>>;
  throw new SpillwayError(
    `twin: --persona wants a mapping of settings, as in '{"self":1}', got ${JSON.stringify(text.slice(0, 200))}`,
  );
}

function resultCsv({ matrix, ofAgents, onAgents, effect, rounds }: TwinResult): string {
  if (matrix)
    return csvText(
      ["from", "to", "effect"],
      matrix.effects.flatMap((row, j) => row.map((value, i) => [matrix.ids[j]!, matrix.ids[i]!, value])),
    );
  return csvText(
    ["kind", "of", "estimate", "se", "low", "high", "worlds", "because"],
    [
      ["total", "world", effect.estimate, effect.se, effect.ci?.[0], effect.ci?.[1], effect.worlds],
      ...rounds.map(({ round, estimate, se }) => ["round", round, estimate, se]),
      ...(ofAgents ?? onAgents ?? []).map(({ agent, estimate, se, ci, worlds, because }) => [
        ...[ofAgents ? "of agent" : "on agent", agent, estimate, se, ci?.[0], ci?.[1], worlds, because],
      ]),
    ],
  );
}
