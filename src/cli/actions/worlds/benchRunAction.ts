import { runBenchmark } from "../../../benchmarks/play/runBenchmark.ts";
import { wantBenchmark } from "../../../benchmarks/play/wantBenchmark.ts";
import { formatJson } from "../../../core/formatJson.ts";
import { present } from "../../../core/present.ts";
import { type CommonOptions, emit, output } from "../../output.ts";
import { stopOnInterrupt } from "../../stopOnInterrupt.ts";
import { benchmarkText } from "../../text/benchmarkText.ts";
import { ending } from "../../text/ending.ts";
import { plainText } from "../../text/plainText.ts";
import { progressLine } from "../../text/progress.ts";
import { wrapped } from "../../text/textTable.ts";
import { wantTrust } from "../../trust.ts";

interface BenchRunOptions extends CommonOptions {
  readonly out: string;
  readonly agents?: string;
  readonly disguised?: boolean;
  readonly worlds?: number;
  readonly workers: number;
  readonly seed?: string;
  readonly open?: number;
  readonly budgetCalls?: number;
  readonly budgetTokens?: number;
  readonly budgetMoney?: number;
  readonly trust?: boolean;
}

/** What `spillway bench run` does. */
export async function benchRunAction(name: string, options: BenchRunOptions): Promise<void> {
  const { out, json, quiet = false, agents, disguised, worlds, workers, seed, open, trust } = options;
  const { note, complain, print } = output(options);
  const benchmark = wantBenchmark(name);
  const interrupt = stopOnInterrupt(note, "stopping after the calls in flight; once more to stop at once");
  const line = progressLine(quiet);
  try {
    const result = await runBenchmark(benchmark, {
      ...{ out, workers, signal: interrupt.signal, onProgress: line.show },
      ...present({ agents, disguised, worlds, seed }),
      settings: {
        ...present({ open }),
        budget: present({
          calls: options.budgetCalls,
          tokens: options.budgetTokens,
          money: options.budgetMoney,
        }),
      },
      look: (study) => wantTrust(study, { ...present({ trust }), note }),
      onVariant: (variant, k, of) => {
        line.done();
        if (of > 1) note(`variant ${variant}, ${k + 1} of ${of}`);
      },
      onWarning: (warning) => note(wrapped(`warning: ${plainText(warning)}`)),
    });
    line.done();
    if (result.stopped) {
      const { code, words } = ending(result.stopped.run);
      process.exitCode = code;
      const said = `variant ${result.stopped.variant} ${words}`;
      if (json) print(formatJson(result));
      if (code === 0 && !json) print(said);
      else complain(said);
      return;
    }
    emit(
      { data: result, text: () => benchmarkText(result), notes: result.notes },
      { ...present({ json }), quiet },
    );
  } finally {
    line.done();
    interrupt.forget();
  }
}
