import type { VNode } from "preact";
import { lessons } from "./lessons/lessons.ts";

/** The list of lessons. */
export function HomePage({ missing }: { readonly missing: string | undefined }): VNode {
  return (
    <main id="main" class="wide">
      <h1>When treating one changes another</h1>
      {missing === undefined ? null : <p class="fault">There is no lesson of this name: here are all.</p>}
      <p>
        Eleven short lessons on experiments in which people, or agents, influence each other. Each has one
        idea, one thing to move and one picture, and lets you bet before it shows what happens. Everything is
        computed in your browser, by the library itself; nothing leaves it.
      </p>
      <ol class="lessons" start={0}>
        {lessons.map(({ slug, title, summary }, k) => (
          <li key={slug}>
            <a href={`#/lesson/${slug}`}>
              <b>
                {k}. {title}
              </b>
              {summary}
            </a>
          </li>
        ))}
      </ol>
    </main>
  );
}
