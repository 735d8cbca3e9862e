import type { Progress } from "../../run/runPlan.ts";

/**
 * Where a run stands, in words: turns, rate, time left, cost so far and expected, what went wrong.
 *
 * @param turns turns of this sitting. @param ms how long it has taken.
 */
export function progressText(progress: Progress, turns: number, ms: number): string {
  const { done, total, world, round, failed, faults, spent, pause, workers } = progress;
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
  if (faults > 0) parts.push(`${faults} attempts failed`);
  if (workers !== undefined) parts.push(workers === 1 ? "1 worker" : `${workers} workers`);
  if (pause !== undefined) parts.push(`asked to wait for ${duration(pause)}`);
  return parts.join(", ");
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

const rate = (perSecond: number): string =>
  perSecond >= 1 ? `${short(perSecond)} a second` : `${short(perSecond * 60)} a minute`;

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.ceil(seconds / 60)} min`;
  const minutes = Math.ceil(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
