import type { VNode } from "preact";

/** What colours mean. */
export function Key({
  entries,
}: {
  readonly entries: readonly (readonly [name: string, color: string, ring?: string])[];
}): VNode {
  return (
    <ul class="key">
      {entries.map(([name, color, ring]) => (
        <li key={name}>
          <i style={{ background: color, ...(ring ? { border: `3px solid ${ring}` } : {}) }} />
          {name}
        </li>
      ))}
    </ul>
  );
}
