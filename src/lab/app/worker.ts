import { computations } from "./computations.ts";

/** What a page asks the worker for. */
export interface Errand {
  readonly number: number;
  readonly name: keyof typeof computations;
  readonly control: unknown;
  readonly seed: string;
}

/** Its answer, or why there is none. */
export interface Done {
  readonly number: number;
  readonly found?: unknown;
  readonly because?: string;
}

self.addEventListener("message", ({ data }: MessageEvent<Errand>) => {
  const { number, name, control, seed } = data;
  try {
    const found = (computations[name] as (control: never, seed: string) => unknown)(control as never, seed);
    self.postMessage({ number, found } satisfies Done);
  } catch (error) {
    self.postMessage({
      number,
      because: error instanceof Error ? error.message : String(error),
    } satisfies Done);
  }
});
