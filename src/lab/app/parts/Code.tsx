import type { VNode } from "preact";
import { Scroll } from "./Scroll.tsx";

/** Code, which may be wider than the page. */
export function Code({ text }: { readonly text: string }): VNode {
  return (
    <Scroll label="Code" class="code">
      <pre>
        <code>{text}</code>
      </pre>
    </Scroll>
  );
}
