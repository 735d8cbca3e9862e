import { shown } from "../../core/shown.ts";
import { suggest } from "../../core/suggest.ts";

interface PromptNotesOptions {
  /** What the text is, for the notes: "prompt". */
  readonly name: string;
  readonly arms: readonly string[];
  /** Names of the variables that there are. */
  readonly variables: readonly string[];
}

/** A tag of a template, or what one shows. */
const TAG = /\{%-?\s*(?<tag>[\s\S]*?)\s*-?%\}/g;
const OPERATOR = "(?:==|!=|<>|contains)";
/** `arm == "treated"`, either way round. */
const COMPARED = new RegExp(
  String.raw`(?<![\w.])arm\s*${OPERATOR}\s*(["'])(?<after>.*?)\1|(["'])(?<before>[^"']*)\3\s*(?:==|!=|<>)\s*arm(?![\w.])`,
  "g",
);
const QUOTED = /(["'])(.*?)\1/g;

/**
 * What looks unintended in a template that is right as such: an arm that is compared with a text that is the name of no arm,
 * so that the comparison never holds; and the name of a variable as other languages write it, which is sent as text.
 */
export function promptNotes(text: string, { name, arms, variables }: PromptNotesOptions): string[] {
  const lineOf = (at: number): number => text.slice(0, at).split("\n").length;
  const where = (at: number): string => `${name}, line ${lineOf(at)}`;
  const strangers = comparedIn(text).flatMap(({ compared, part, at }) => {
    const known = part ? arms.some((arm) => arm.includes(compared)) : arms.includes(compared);
    return known
      ? []
      : [`${where(at)}: arm is compared with ${shown(compared)}, which is no arm${suggest(compared, arms)}`];
  });
  return [...new Set([...strangers, ...otherBraces(text, variables, where)])];
}

interface Compared {
  readonly compared: string;
  /** Whether it need only be a part of the name. */
  readonly part: boolean;
  readonly at: number;
}

function comparedIn(text: string): Compared[] {
  const found: Compared[] = [];
  /** For every open case, whether it is about the arm. */
  const cases: boolean[] = [];
  for (const { groups, index: at } of text.matchAll(TAG)) {
    const tag = groups!.tag!;
    if (tag.startsWith("comment") || tag.startsWith("#")) continue;
    const about = /^case\s+(\S+)/.exec(tag);
    if (about) cases.push(about[1] === "arm");
    else if (tag === "endcase") cases.pop();
    else if (/^when\b/.test(tag)) {
      if (cases.at(-1))
        for (const [, , compared = ""] of tag.matchAll(QUOTED)) found.push({ compared, part: false, at });
    } else
      for (const { 0: whole, groups: sides } of tag.matchAll(COMPARED))
        found.push({
          compared: sides?.after ?? sides?.before ?? "",
          part: /contains/.test(whole.slice(0, whole.search(/["']/))),
          at,
        });
  }
  return found;
}

/** `{heard}` of Python, `${heard}` of JavaScript and `%(heard)s`: text here. */
function otherBraces(text: string, variables: readonly string[], where: (at: number) => string): string[] {
  const names = variables.join("|");
  const other = new RegExp(
    String.raw`(?<![{%])\$?\{\s*(?<braced>${names})(?:[.[!:][^{}\n]{0,60})?\s*\}(?!\})|%\((?<percent>${names})\)[a-z]`,
    "g",
  );
  return [...text.matchAll(other)].map(({ 0: found, groups, index }) => {
    const variable = groups?.braced ?? groups?.percent;
    return `${where(index)}: ${shown(found).slice(1, -1)} is not a placeholder and is sent as text: write {{ ${variable} }}`;
  });
}
