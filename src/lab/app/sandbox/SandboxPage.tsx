import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Scroll } from "../parts/Scroll.tsx";
import { stateOf } from "./address.ts";
import type { Diagnosed } from "./diagnoseStudy.ts";
import { EstimatesTable } from "./EstimatesTable.tsx";
import { exampleStudy, GENERATED } from "./exampleStudy.ts";
import { PlayedFigure, type Shown } from "./PlayedFigure.tsx";
import type { Played } from "./playStudy.ts";
import type { SandboxState } from "./SandboxState.ts";
import { sandboxLink } from "./sandboxLink.ts";
import type { SandboxErrand, SandboxReply } from "./sandboxWorker.ts";

const SIMULATIONS = 200;

/** A whole experiment in the browser: study, network, one draw round by round, estimates, and how they do over many draws. */
export function SandboxPage({ address }: { readonly address: string }): VNode {
  const [state, set] = useState<SandboxState>({ text: exampleStudy(GENERATED[0]!), files: {} });
  const [played, keep] = useState<Played | undefined>();
  const [diagnosed, note] = useState<{ readonly found: Diagnosed; readonly complete: boolean } | undefined>();
  const [because, fail] = useState<string | undefined>();
  const [busy, wait] = useState(false);
  const [round, turn] = useState(0);
  const [shown, show] = useState<Shown>("arm");
  const [link, give] = useState<string | undefined>();
  const worker = useRef<Worker | undefined>(undefined);
  const asked = useRef(0);

  const ask = (errand: { readonly kind: "play" | "diagnose" }, of: SandboxState): void => {
    // What still runs is for an older study.
    worker.current?.terminate();
    worker.current = new Worker(new URL("./sandboxWorker.ts", import.meta.url), { type: "module" });
    const number = ++asked.current;
    wait(true);
    fail(undefined);
    worker.current.addEventListener("message", ({ data }: MessageEvent<SandboxReply>) => {
      if (data.number !== asked.current) return;
      if ("because" in data) {
        fail(data.because);
        wait(false);
      } else if ("played" in data) {
        keep(data.played);
        turn(data.played.rounds.length - 1);
        wait(false);
      } else {
        note({ found: data.diagnosed, complete: data.complete });
        if (data.complete) wait(false);
      }
    });
    worker.current.postMessage(
      (errand.kind === "play"
        ? { kind: "play", number, state: of }
        : { kind: "diagnose", number, state: of, simulations: SIMULATIONS }) satisfies SandboxErrand,
    );
  };
  useEffect(() => () => worker.current?.terminate(), []);
  useEffect(() => {
    if (address === "") return;
    void stateOf(address).then((given) => {
      if (given === undefined) fail("the address was cut or changed: ask for it again");
      else {
        set(given);
        ask({ kind: "play" }, given);
      }
    });
  }, [address]);
  const change = (next: SandboxState): void => {
    set(next);
    note(undefined);
    give(undefined);
  };
  const open = async (list: FileList | null | undefined): Promise<void> => {
    let next = state;
    for (const file of list ?? []) {
      const text = await file.text();
      next = /\.ya?ml$/i.test(file.name)
        ? { ...next, text }
        : { text: withNetwork(next.text, file.name), files: { ...next.files, [file.name]: text } };
    }
    change(next);
  };
  return (
    <main
      id="main"
      class="wide"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void open(event.dataTransfer?.files);
      }}
    >
      <h1>Sandbox</h1>
      <p>
        A whole experiment on synthetic agents. Start from an example or drop files here: a network (edges as
        CSV, GraphML, GEXF, Pajek, GML, JSON) or a study. Everything stays in your browser. What you export
        runs as it is with <code>spillway run study.yaml</code>, and gives the same assignment and the same
        estimates.
      </p>
      <div class="grid2">
        <label class="field">
          Start from
          <select
            onChange={({ currentTarget }) =>
              change({ text: exampleStudy(GENERATED[currentTarget.selectedIndex]!), files: {} })
            }
          >
            {GENERATED.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <label class="field">
          Open a study or a network
          <input type="file" multiple onChange={({ currentTarget }) => void open(currentTarget.files)} />
        </label>
      </div>
      <label class="field">
        Study
        <textarea
          class="study"
          rows={16}
          spellcheck={false}
          value={state.text}
          onInput={({ currentTarget }) => change({ ...state, text: currentTarget.value })}
        />
      </label>
      {Object.keys(state.files).length === 0 ? null : (
        <p class="soft">Files here: {Object.keys(state.files).join(", ")}</p>
      )}
      <p class="choices">
        <button type="button" disabled={busy} onClick={() => ask({ kind: "play" }, state)}>
          Draw and play
        </button>
        <button type="button" disabled={busy} onClick={() => ask({ kind: "diagnose" }, state)}>
          Diagnose over {SIMULATIONS} draws
        </button>
        <button type="button" class="plain" onClick={() => save("study.yaml", state.text)}>
          Export study.yaml
        </button>
        <button
          type="button"
          class="plain"
          onClick={() =>
            void sandboxLink(state).then((part) =>
              give(part === undefined ? "" : location.href.split("#")[0] + part),
            )
          }
        >
          Link
        </button>
      </p>
      {link === undefined ? null : link === "" ? (
        <p class="fault">This is too much for an address: hand on the files.</p>
      ) : (
        <label class="field">
          Link with the whole state
          <input type="text" readOnly value={link} />
        </label>
      )}
      <div aria-live="polite">
        {busy ? (
          <p class="waiting">
            {diagnosed && !diagnosed.complete
              ? `${diagnosed.found.simulations} of ${SIMULATIONS} experiments simulated…`
              : "Computing…"}
          </p>
        ) : null}
        {because === undefined ? null : <p class="fault">{because}</p>}
      </div>
      {played === undefined ? null : (
        <>
          <h2>One draw</h2>
          <PlayedFigure {...{ played, round, turn, shown, show }} />
          <EstimatesTable rows={played.rows} />
          <p class="soft">
            Plan {played.planHash.slice(0, 16)}: the same as in plan.json of a run. {played.notes.join(" ")}
          </p>
        </>
      )}
      {diagnosed === undefined ? null : (
        <>
          <h2>Over {diagnosed.found.simulations} draws</h2>
          <Scroll label="Diagnosis">
            <table>
              <thead>
                <tr>
                  {[
                    "Contrast",
                    "Estimator",
                    "Truth",
                    "Bias ± Monte Carlo error",
                    "Standard deviation",
                    "Coverage",
                    "With an interval",
                  ].map((name, k) => (
                    <th key={name} scope="col" class={k > 1 ? "number" : ""}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {diagnosed.found.rows.map(
                  ({ contrast, estimator, truth, bias, mcse, sd, coverage, intervals }) => (
                    <tr key={`${contrast} ${estimator}`}>
                      <th scope="row">{contrast}</th>
                      <td>{estimator}</td>
                      <td class="number">{told(truth)}</td>
                      <td class="number">{bias === undefined ? "–" : `${told(bias)} ± ${told(mcse)}`}</td>
                      <td class="number">{told(sd)}</td>
                      <td class="number">{told(coverage)}</td>
                      <td class="number">{intervals}</td>
                    </tr>
                  ),
                )}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
    </main>
  );
}

const told = (value: number | undefined): string => (value === undefined ? "–" : value.toPrecision(3));

/** Puts a dropped network in the place of the study's own. */
function withNetwork(text: string, name: string): string {
  const line = `  network: { file: ${JSON.stringify(name)} }`;
  return /^ {2}network: .*$/m.test(text) ? text.replace(/^ {2}network: .*$/m, () => line) : text;
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/yaml" }));
  const anchor = Object.assign(document.createElement("a"), { href: address, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
