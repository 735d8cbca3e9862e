import type { VNode } from "preact";

/** What scrolls must be reachable by the keyboard (WCAG 2.1.1). */
const REACHABLE = { tabIndex: 0 } as const;

/** Code, which may be wider than the page. */
export function Code({ text }: { readonly text: string }): VNode {
  return (
    <section class="scroll" aria-label="Code" {...REACHABLE}>
      <pre>
        <code>{text}</code>
      </pre>
    </section>
  );
}
