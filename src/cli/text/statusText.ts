import { cut } from "../../core/cut.ts";
import type { RunStatus } from "../../experiment/watching/runStatus.ts";
import { plainText } from "./plainText.ts";

/** Characters of a reason that are shown. */
const LONGEST = 300;

/** Where a run stands, seen from outside, in words. */
export function statusText(status: RunStatus, rate?: string): string {
  const { done, total, world, round, statuses, faults, spent, trouble, complete } = status;
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  const bad = (["refused", "invalid", "failed", "timeout"] as const).flatMap((name) =>
    statuses[name] > 0 ? [`${statuses[name]} ${name}`] : [],
  );
  const parts = [
    `${done} of ${total} turns (${share} %), world ${world}, round ${round}`,
    ...(rate === undefined ? [] : [rate]),
    ...(bad.length > 0 ? [bad.join(", ")] : []),
    ...(faults > 0 ? [`${faults} attempts failed`] : []),
    ...(spent.input + spent.output > 0 ? [`${spent.input} tokens in, ${spent.output} out`] : []),
    ...(spent.money > 0 ? [`cost ${Number(spent.money.toPrecision(3))}`] : []),
    ...(trouble && !complete
      ? [
          `last failure${trouble.times === 1 ? "" : ` (${trouble.times} times)`} at ${trouble.at}: ${plainText(cut(trouble.because, LONGEST))}`,
        ]
      : []),
  ];
  return `${parts.join(", ")}\n${whoWorks(status)}`;
}

function whoWorks({ complete, atWork, ended, because, done, total }: RunStatus): string {
  if (complete) return "the run is complete";
  if (atWork)
    return plainText(
      done === total
        ? `process ${atWork.pid} on ${atWork.host} is ending the run`
        : `process ${atWork.pid} on ${atWork.host} is at work, since ${atWork.since}`,
    );
  const why = because === undefined ? "" : `: ${plainText(cut(because, LONGEST))}`;
  return `nobody is at work here; the last sitting ended as ${ended ?? "nobody knows"}${why}; the same spillway run command resumes the run`;
}
