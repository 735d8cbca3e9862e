import { type Diagnosed, diagnoseStudy } from "./diagnoseStudy.ts";
import { type Played, playStudy } from "./playStudy.ts";
import type { SandboxState } from "./SandboxState.ts";

/** What the sandbox asks its worker for. */
export type SandboxErrand =
  | { readonly kind: "play"; readonly number: number; readonly state: SandboxState }
  | {
      readonly kind: "diagnose";
      readonly number: number;
      readonly state: SandboxState;
      readonly simulations: number;
    };

/** What comes back: in parts for a diagnosis. */
export type SandboxReply = { readonly number: number } & (
  | { readonly played: Played }
  | { readonly diagnosed: Diagnosed; readonly complete: boolean }
  | { readonly because: string }
);

const say = (reply: SandboxReply): void => self.postMessage(reply);

self.addEventListener("message", ({ data }: MessageEvent<SandboxErrand>) => {
  const { number } = data;
  const work =
    data.kind === "play"
      ? playStudy(data.state).then((played) => say({ number, played }))
      : diagnoseStudy(data.state, data.simulations, (diagnosed) =>
          say({ number, diagnosed, complete: false }),
        ).then((diagnosed) => say({ number, diagnosed, complete: true }));
  work.catch((error: unknown) =>
    say({ number, because: error instanceof Error ? error.message : String(error) }),
  );
});
