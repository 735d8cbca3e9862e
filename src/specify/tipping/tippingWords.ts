import type { TippingPoint } from "./tippingPoint.ts";

/** What a tipping point says, in sentences. Numbers of ties are those of the grid that was tried. */
export function tippingWords({
  errors,
  network,
  observed,
  rows,
  tips,
  worst,
  simulations,
}: TippingPoint): string[] {
  const last = rows.at(-1)!;
  const share = (ties: number): string =>
    `${ties} ${errors.kind} ties (${percent(ties / network.reference)})`;
  const said: string[] = [];
  said.push(
    tips.median === undefined
      ? `Up to ${share(last.ties)}, put right at random ${errors.words.replace(/^\w+ ties /, "")}, do not move the median estimate across 0.`
      : `${share(tips.median)} move the median estimate across 0.`,
  );
  said.push(
    tips.twentieth === undefined
      ? `In none of the numbers tried do 5 % of ${simulations} networks have their estimate there.`
      : `From ${share(tips.twentieth)} on, at least 5 % of ${simulations} networks have their estimate there.`,
  );
  if (observed.ci === undefined) said.push("There is no interval of the observed estimate that could move.");
  else {
    const holds = observed.ci[0] <= 0 && observed.ci[1] >= 0;
    const what = holds ? "no longer hold 0" : "hold 0";
    said.push(
      tips.interval === undefined
        ? `Half of the intervals ${what} at none of the numbers tried${tips.intervalTwentieth === undefined ? "" : `; 5 % of them do from ${share(tips.intervalTwentieth)} on`}.`
        : `Half of the intervals ${what} from ${share(tips.interval)} on${tips.intervalTwentieth === undefined ? "" : `, 5 % of them from ${share(tips.intervalTwentieth)} on`}.`,
    );
  }
  if (worst)
    said.push(
      "because" in worst
        ? `The search for few ties that tip the estimate found none: ${worst.because} (${worst.tried} of ${worst.of} tried).`
        : `Chosen one by one, ${worst.ties} ${errors.kind} ties are enough (${worst.tried} of ${worst.of} tried): the smallest number that is enough is at most that.`,
    );
  return said;
}

const percent = (share: number): string => `${(100 * share).toPrecision(2)} % of the observed`;
