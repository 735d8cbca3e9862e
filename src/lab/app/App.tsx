import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { ExercisePage } from "./ExercisePage.tsx";
import { HomePage } from "./HomePage.tsx";
import { LessonPage } from "./LessonPage.tsx";
import { lessons } from "./lessons/lessons.ts";
import { SandboxPage } from "./sandbox/SandboxPage.tsx";
import { TeacherPage } from "./TeacherPage.tsx";

/** The laboratory: its pages by the part of the address behind the sign #, so that any host of files can serve it. */
export function App(): VNode {
  const [place, go] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => {
      go(location.hash);
      scrollTo(0, 0);
      document.querySelector("h1")?.focus();
    };
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, []);
  const slug = /^#\/lesson\/([\w-]+)$/.exec(place)?.[1];
  const sandbox = /^#\/sandbox(?:\/([\w-]*))?$/.exec(place);
  const exercise = /^#\/exercise\/([\w-]{1,60})$/.exec(place)?.[1];
  const lesson = lessons.find((one) => one.slug === slug);
  useEffect(() => {
    document.title = lesson ? `${lesson.title} · Spillway laboratory` : "Spillway laboratory";
  }, [lesson]);
  return (
    <>
      <button type="button" class="skip" onClick={skip}>
        To the page
      </button>
      <header class="top">
        <a class="home" href="#/">
          Spillway laboratory
        </a>
        <a href="#/">Lessons</a>
        <a href="#/sandbox">Sandbox</a>
        <a href="#/teacher">For teachers</a>
      </header>
      {lesson ? (
        <LessonPage key={lesson.slug} lesson={lesson} />
      ) : exercise !== undefined ? (
        <ExercisePage key={exercise} seed={exercise} />
      ) : sandbox ? (
        <SandboxPage address={sandbox[1] ?? ""} />
      ) : place === "#/teacher" ? (
        <TeacherPage />
      ) : (
        <HomePage missing={slug} />
      )}
    </>
  );
}

/** The address holds the page, so the way to the content moves the focus itself. */
function skip(): void {
  const main = document.getElementById("main");
  main?.setAttribute("tabindex", "-1");
  main?.focus();
}
