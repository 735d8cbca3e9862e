import type { ComponentChildren, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ask } from "./ask.ts";
import type { Lesson } from "./lessons/Lesson.ts";
import { lessons } from "./lessons/lessons.ts";
import { Bet } from "./parts/Bet.tsx";
import { Code } from "./parts/Code.tsx";
import { ControlField } from "./parts/ControlField.tsx";

/** A lesson: the idea, a bet, one control, one figure, and the code that does the same. */
export function LessonPage({ lesson }: { readonly lesson: Lesson }): VNode {
  const [setting, change] = useState<unknown>(lesson.start);
  const [found, keep] = useState<{ readonly of: unknown; readonly value: unknown } | undefined>();
  const [because, fail] = useState<string | undefined>();
  const [revealed, reveal] = useState(false);
  useEffect(() => {
    let wanted = true;
    ask(lesson.work, setting as never, lesson.seed).then(
      (value) => {
        if (!wanted) return;
        fail(undefined);
        keep({ of: setting, value });
      },
      (error: Error) => {
        if (wanted) fail(error.message);
      },
    );
    return () => {
      wanted = false;
    };
  }, [lesson, setting]);
  const { figure: draw, sentence: say, code } = lesson;
  const place = lessons.indexOf(lesson);
  const [before, after] = [lessons[place - 1], lessons[place + 1]];
  return (
    <main id="main">
      <p class="soft">
        Lesson {place} of {lessons.length - 1}
      </p>
      <h1>{lesson.title}</h1>
      {lesson.idea.map((paragraph: ComponentChildren, k) => (
        <p key={k}>{paragraph}</p>
      ))}
      <Bet question={lesson.bet} name={lesson.slug} revealed={revealed} reveal={() => reveal(true)} />
      <ControlField control={lesson.control} value={setting} change={change} name={lesson.slug} />
      <figure class="figure" aria-busy={found?.of !== setting}>
        {found === undefined ? (
          <p class="waiting">Computing…</p>
        ) : (
          draw(found.value, lesson.control.kind === "own" ? setting : found.of, revealed, change)
        )}
        <figcaption aria-live="polite">
          {because === undefined ? (found === undefined ? "" : say(found.value, found.of, revealed)) : null}
          {because === undefined ? null : <span class="fault">No answer, because {because}</span>}
        </figcaption>
      </figure>
      <h2>What to take away</h2>
      <p>{lesson.takeaway}</p>
      <h2>The same in code</h2>
      <Code text={code(setting)} />
      <p class="soft">Further: docs/{lesson.further}</p>
      <nav class="onward" aria-label="Lessons">
        {before ? <a href={`#/lesson/${before.slug}`}>← {before.title}</a> : <a href="#/">← All lessons</a>}
        {after ? <a href={`#/lesson/${after.slug}`}>{after.title} →</a> : <a href="#/">All lessons →</a>}
      </nav>
    </main>
  );
}
