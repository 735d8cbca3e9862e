import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask } from "./ask.ts";
import type { Computations } from "./computations.ts";
import { handInCode } from "./computed/handIn.ts";
import { Code } from "./parts/Code.tsx";

type Data = ReturnType<Computations["exercise"]>;

/** A student's own data set, and the code to hand in. */
export function ExercisePage({ seed }: { readonly seed: string }): VNode {
  const [data, keep] = useState<Data | undefined>();
  const [because, fail] = useState<string | undefined>();
  const [name, call] = useState("");
  const [answer, say] = useState("");
  useEffect(() => {
    keep(undefined);
    ask("exercise", seed, "").then(keep, (error: Error) => fail(error.message));
  }, [seed]);
  const ready = name.trim() !== "" && /^[-−]?\d+[.,]\d{3}$/.test(answer.trim());
  const code = ready
    ? handInCode({ name: name.trim(), seed, answer: answer.trim().replace("−", "-").replace(",", ".") })
    : "";
  return (
    <main id="main">
      <h1>Exercise {seed}</h1>
      <p>
        Sixty pupils, each treated by a coin of 0.3. What does a treated friend do to a pupil who is not
        treated? Estimate the spillover, indirect against none, with Hájek's weights. Your data are yours
        alone: they follow from the number of the exercise.
      </p>
      {because === undefined ? null : <p class="fault">No data, because {because}</p>}
      {data === undefined ? (
        <p class="waiting">Computing…</p>
      ) : (
        <p class="choices">
          <Download name="edges.csv" text={data.edges} /> <Download name="units.csv" text={data.units} />
        </p>
      )}
      <h2>How</h2>
      <p>By hand, in any program, or with Spillway:</p>
      <Code
        text={`spillway estimate --network edges.csv --units units.csv \\
  --design '{"kind":"bernoulli","probability":0.3}' \\
  --exposure any-treated --contrast spillover=indirect:none --json`}
      />
      <h2>Hand in</h2>
      <div class="grid2">
        <label class="field">
          Your name
          <input
            type="text"
            maxLength={60}
            value={name}
            onInput={({ currentTarget }) => call(currentTarget.value)}
          />
        </label>
        <label class="field">
          Your estimate, to three decimals
          <input
            type="text"
            inputMode="decimal"
            maxLength={12}
            value={answer}
            onInput={({ currentTarget }) => say(currentTarget.value)}
          />
        </label>
      </div>
      <p aria-live="polite">
        {ready ? (
          <>
            Your code: <code class="code">{code}</code>
          </>
        ) : (
          "The code appears when there is a name, and an estimate such as 1.234."
        )}
      </p>
    </main>
  );
}

function Download({ name, text }: { readonly name: string; readonly text: string }): VNode {
  const [address, give] = useState("");
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    give(made);
    return () => URL.revokeObjectURL(made);
  }, [text]);
  return (
    <a class="button" href={address} download={name}>
      {name}
    </a>
  );
}
