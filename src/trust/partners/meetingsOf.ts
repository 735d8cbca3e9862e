import { SpillwayError } from "../../core/SpillwayError.ts";
import { shown } from "../../core/shown.ts";
import { wantText } from "../../core/wantText.ts";
import { answerFields, type Value } from "../answers/answerFields.ts";

/** Two agents who met, and what each said; the first was drawn first. */
export interface Meeting {
  readonly run: string;
  readonly tick: number;
  readonly agents: readonly [string, string];
  readonly words: readonly [string, string];
  /** Further columns of the first row, as texts. */
  readonly more: Readonly<Record<string, string>>;
  /** Whether each of the two was committed to its word, where the log says it. */
  readonly committed: readonly [boolean, boolean];
}

const COLUMNS = ["run", "tick", "agent", "partner", "word", "partner_word"] as const;

/**
 * Meetings of a log with two adjacent rows for each: `run`, `tick`, `agent`, `partner`, `word`, `partner_word`, and whatever else.
 *
 * @throws SpillwayError with file and line for an absent column, and for two rows that are not of one meeting.
 */
export async function meetingsOf(file: string): Promise<Meeting[]> {
  wantText("meetingsOf", "the path of a file", file);
  const { tables } = await answerFields([file]);
  const table = tables.find(({ path }) => path === "");
  const column = (name: string): readonly Value[] => {
    const found = table?.columns.get(name);
    if (found) return found;
    throw new SpillwayError(`meetings: wanted the columns ${COLUMNS.join(", ")}, and there is no ${name}`, {
      place: { file },
    });
  };
  const [run, tick, agent, partner, word, heard] = COLUMNS.map(column);
  const committed = table?.columns.get("committed");
  const others = [...(table?.columns ?? [])].filter(([name]) => !COLUMNS.some((one) => one === name));
  const text = (of: readonly Value[] | undefined, row: number): string => String(of?.[row] ?? "");
  const rows = table?.rows ?? 0;
  const found: Meeting[] = [];
  for (let a = 0; a < rows; a += 2) {
    const b = a + 1;
    const fits =
      b < rows &&
      text(run, a) === text(run, b) &&
      text(tick, a) === text(tick, b) &&
      text(agent, a) === text(partner, b) &&
      text(partner, a) === text(agent, b) &&
      text(word, a) === text(heard, b) &&
      text(heard, a) === text(word, b);
    if (!fits)
      throw new SpillwayError(
        `meetings: wanted two adjacent rows of one meeting, the second the first seen from its partner, got tick ${shown(text(tick, a))} of run ${shown(text(run, a))}`,
        { place: { file, line: a + 2 } },
      );
    found.push({
      run: text(run, a),
      tick: Number(text(tick, a)),
      agents: [text(agent, a), text(agent, b)],
      words: [text(word, a), text(word, b)],
      more: Object.fromEntries(others.map(([name, values]) => [name, text(values, a)])),
      committed: [text(committed, a) === "1", text(committed, b) === "1"],
    });
  }
  return found;
}
