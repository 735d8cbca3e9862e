import { watchRun } from "../../../experiment/watching/runStatus.ts";
import { type CommonOptions, output } from "../../output.ts";
import { stopOnInterrupt } from "../../stopOnInterrupt.ts";
import { statusText } from "../../text/statusText.ts";

interface WatchOptions extends CommonOptions {
  readonly once?: boolean;
}

const EVERY = 1000;
/** Looks over which the rate is taken. */
const SPAN = 30;

/** What `spillway watch` does. */
export async function watchAction(folder: string, options: WatchOptions): Promise<void> {
  const { once = false, json = false, quiet = false } = options;
  const { print } = output(options);
  const watch = await watchRun(folder);
  const interrupt = stopOnInterrupt(() => {});
  const seen: { readonly done: number; readonly at: number }[] = [];
  let told = "";
  try {
    for (;;) {
      const status = watch.look();
      seen.push({ done: status.done, at: performance.now() });
      if (seen.length > SPAN) seen.shift();
      const last = once || status.complete || status.atWork === undefined || interrupt.signal.aborted;
      const text = json ? JSON.stringify(status) : statusText(status, rateOf(seen));
      if (last || (!quiet && text !== told)) print(text);
      told = text;
      if (last) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, EVERY);
        interrupt.signal.addEventListener("abort", () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  } finally {
    interrupt.forget();
    watch.close();
  }
}

function rateOf(seen: readonly { readonly done: number; readonly at: number }[]): string | undefined {
  const [first, last] = [seen[0]!, seen.at(-1)!];
  const seconds = (last.at - first.at) / 1000;
  if (seconds < 0.5) return undefined;
  const perSecond = (last.done - first.done) / seconds;
  return perSecond >= 1 || perSecond === 0
    ? `${Number(perSecond.toPrecision(3))} a second`
    : `${Number((60 * perSecond).toPrecision(3))} a minute`;
}
