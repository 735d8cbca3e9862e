/** A schema, or any part of one. */
type Part = { readonly [keyword: string]: unknown };

const AT = "#/$defs/";

/**
 * A JSON Schema whose parts may have definitions of their own, with all of them at the root: there alone references such
 * as `#/$defs/name` find them. Parts from different makers use the same names for different things, so definitions get new
 * names; those that say the same, but for their own name, become one.
 */
export function oneSetOfDefinitions(root: Part): Part {
  const all = new Map<string, { readonly name: string; readonly definition: unknown }>();
  let scopes = 0;
  const moved = (value: unknown, names: ReadonlyMap<string, string>): unknown => {
    if (Array.isArray(value)) return value.map((item) => moved(item, names));
    if (!isPart(value)) return value;
    const { $defs, ...rest } = value;
    const here = isPart($defs) ? new Map([...names, ...entered($defs)]) : names;
    const entries = Object.entries(rest).map(([key, inner]) => {
      const target = key === "$ref" && typeof inner === "string" && inner.startsWith(AT);
      return [
        key,
        target ? `${AT}${here.get(inner.slice(AT.length)) ?? inner.slice(AT.length)}` : moved(inner, here),
      ];
    });
    return Object.fromEntries(entries);
  };
  /** New names for the definitions of one part. */
  const entered = ($defs: Part): Map<string, string> => {
    const scope = scopes++;
    const keyOf = ([name, definition]: readonly [string, unknown]): string => {
      const text = JSON.stringify(definition).replaceAll(`"${AT}${name}"`, '"itself"');
      // What refers to others of its part is taken to say something of its own.
      return text.includes(`"${AT}`) ? `${scope}:${name}` : text;
    };
    const fresh: (readonly [key: string, definition: unknown])[] = [];
    const names = new Map<string, string>();
    for (const entry of Object.entries($defs)) {
      const key = keyOf(entry);
      const there = all.get(key);
      if (!there) {
        all.set(key, { name: `definition${all.size + 1}`, definition: undefined });
        fresh.push([key, entry[1]]);
      }
      names.set(entry[0], all.get(key)!.name);
    }
    for (const [key, definition] of fresh)
      all.set(key, { name: all.get(key)!.name, definition: moved(definition, names) });
    return names;
  };
  const whole = moved(root, new Map()) as Part;
  if (all.size === 0) return whole;
  const $defs = Object.fromEntries([...all.values()].map(({ name, definition }) => [name, definition]));
  return { ...whole, $defs };
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
