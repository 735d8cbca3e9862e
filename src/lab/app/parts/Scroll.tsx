import type { ComponentChildren, VNode } from "preact";

/** What scrolls must be reachable by the keyboard (WCAG 2.1.1). */
const REACHABLE = { tabIndex: 0 } as const;

/** What may be wider than the page: a table, or code. */
export function Scroll({
  label,
  class: name,
  children,
}: {
  readonly label: string;
  readonly class?: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <section class={name === undefined ? "scroll" : `scroll ${name}`} aria-label={label} {...REACHABLE}>
      {children}
    </section>
  );
}
