import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { ask } from "./ask.ts";
import type { Computations } from "./computations.ts";
import { Scroll } from "./parts/Scroll.tsx";

/** Exercises for a class, and a check of what was handed in. */
export function TeacherPage(): VNode {
  const [group, rename] = useState("spring");
  const [students, count] = useState(30);
  const [codes, paste] = useState("");
  const [found, keep] = useState<ReturnType<Computations["marks"]> | undefined>();
  const base = location.href.split("#")[0]!;
  const named = group.replace(/[^\w-]/g, "").slice(0, 30);
  const links = Array.from(
    { length: Math.min(200, Math.max(0, students)) },
    (_, k) => `${base}#/exercise/${named}-${k + 1}`,
  );
  return (
    <main id="main" class="wide">
      <h1>For teachers</h1>
      <p>
        Each student gets an exercise of their own: another network, another assignment, other outcomes, one
        right answer. Nothing is stored anywhere; the data follow from the name of the class and a number. A
        code says who answered what and is refused when a sign of it was changed; it is no signature, and
        keeps nobody from asking a friend.
      </p>
      <h2>Exercises</h2>
      <div class="grid2">
        <label class="field">
          Name of the class: letters and digits
          <input
            type="text"
            maxLength={30}
            value={group}
            onInput={({ currentTarget }) => rename(currentTarget.value)}
          />
        </label>
        <label class="field">
          Students
          <input
            type="number"
            min={1}
            max={200}
            value={students}
            onInput={({ currentTarget }) => count(Number(currentTarget.value))}
          />
        </label>
      </div>
      <label class="field">
        Links to hand out, one a line
        <textarea rows={6} readOnly value={links.join("\n")} />
      </label>
      <h2>What was handed in</h2>
      <label class="field">
        Codes, one a line
        <textarea rows={6} value={codes} onInput={({ currentTarget }) => paste(currentTarget.value)} />
      </label>
      <p>
        <button
          type="button"
          disabled={codes.trim() === ""}
          onClick={() => void ask("marks", codes, "").then(keep)}
        >
          Check
        </button>
      </p>
      <div aria-live="polite">
        {found === undefined ? null : (
          <>
            <p>
              {found.filter(({ right }) => right).length} of {found.length} are right.
            </p>
            <Scroll label="Answers">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Name</th>
                    <th scope="col">Exercise</th>
                    <th scope="col" class="number">
                      Answer
                    </th>
                    <th scope="col">Result</th>
                  </tr>
                </thead>
                <tbody>
                  {found.map(({ code, name, seed, answer, right, because }) => (
                    <tr key={code}>
                      <th scope="row">{name ?? `${code.slice(0, 23)}…`}</th>
                      <td>{seed ?? "–"}</td>
                      <td class="number">{answer ?? "–"}</td>
                      <td>
                        {right === undefined
                          ? `refused: ${because}`
                          : right
                            ? "right"
                            : because
                              ? `wrong: ${because}`
                              : "wrong"}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
          </>
        )}
      </div>
    </main>
  );
}
