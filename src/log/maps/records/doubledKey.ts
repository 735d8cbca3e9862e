/**
 * A key that stands twice in one object of a JSON text, and the line ends before it; undefined when there is none. JSON readers keep the
 * last value and drop the others without a word.
 *
 * @param text readable JSON. Cost: linear; objects of one shape after the other are told by their text.
 */
export function doubledKey(text: string): { readonly key: string; readonly lines: number } | undefined {
  const open: (Set<string> | undefined)[] = [];
  let lines = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) {
      const from = at + 1;
      for (at++; text.charCodeAt(at) !== 34; at++) if (text.charCodeAt(at) === 92) at++;
      const keys = open[open.length - 1];
      if (keys === undefined) continue;
      let next = at + 1;
      for (
        let sign = text.charCodeAt(next);
        sign === 32 || sign === 10 || sign === 13 || sign === 9;
        sign = text.charCodeAt(next)
      )
        next++;
      if (text.charCodeAt(next) !== 58) continue;
      const raw = text.slice(from, at);
      const key = raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
      if (keys.size === keys.add(key).size) return { key, lines };
    } else if (code === 123) open.push(new Set());
    else if (code === 91) open.push(undefined);
    else if (code === 125 || code === 93) open.pop();
    else if (code === 10) lines++;
  }
  return undefined;
}
