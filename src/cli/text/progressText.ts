import { cut } from "../../core/cut.ts";
import type { Trouble } from "../../run/calls/patience.ts";
import type { Progress } from "../../run/runPlan.ts";
import { plainText } from "./plainText.ts";

/** Characters of a reason that are shown. */
const LONGEST = 300;

/**
 * Where a run stands, in words: turns, rate, time left, cost so far and expected, what went wrong.
 *
 * @param turns turns that ended in this sitting: without any there is no rate and no forecast. @param ms how long it has taken.
 * @param age milliseconds since the progress was told.
 */
export function progressText(progress: Progress, turns: number, ms: number, age = 0): string {
  const { done, total, world, round, failed, faults, spent, pause, trouble, workers } = progress;
  const parts = [
    `${done} of ${total} turns (${Math.floor((100 * done) / total)} %), world ${world}, round ${round}`,
  ];
  if (turns > 0 && ms > 0) {
    parts.push(rate((1000 * turns) / ms));
    if (done < total) parts.push(`${duration(((total - done) * ms) / turns)} left`);
  }
  if (spent.money > 0 && done > 0)
    parts.push(`cost ${short(spent.money)} of about ${short((spent.money * total) / done)}`);
  else if (spent.input + spent.output > 0) parts.push(`${spent.input + spent.output} tokens`);
  if (failed > 0) parts.push(`${failed} not ok`);
  if (faults > 0) parts.push(`${faults} attempt${faults === 1 ? "" : "s"} failed`);
  if (workers !== undefined) parts.push(workers === 1 ? "1 worker" : `${workers} workers`);
  if (pause !== undefined) parts.push(`asked to wait for ${duration(pause - age)}`);
  if (trouble !== undefined) parts.push(troubleText(trouble, pause !== undefined, age));
  return parts.join(", ");
}

function troubleText({ because, times, again, stopsIn }: Trouble, asked: boolean, age: number): string {
  const words = `last failure${times === 1 ? "" : ` (${times} times)`}: ${plainText(cut(because, LONGEST))}`;
  const parts = [
    ...(again === undefined || asked ? [] : [`tried again within ${duration(again - age)}`]),
    ...(stopsIn === undefined ? [] : [`stops in ${duration(stopsIn - age)} if nobody answers`]),
  ];
  return parts.length === 0 ? words : `${words}; ${parts.join(", ")}`;
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

const rate = (perSecond: number): string =>
  perSecond >= 1 ? `${short(perSecond)} a second` : `${short(perSecond * 60)} a minute`;

function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
