import { shorten } from "../figures/shorten.ts";
import { formatCount } from "../formatNumber.ts";

/** Letters of a name from outside in an opening; the page has the whole below. */
const NAME = 60;
/** Letters of a reason. */
const REASON = 260;

/** A name from outside as part of a sentence: on one line, and not longer than one can read. */
export function named(name: string): string {
  return shorten(onOneLine(name), NAME) || "(no name)";
}

/** A text of one or more sentences as part of another: without its full stop, and with semicolons between. */
export function clause(text: string): string {
  return shorten(
    onOneLine(text)
      .replace(/[.;\s]+$/, "")
      .replace(/[.;]+ (?=\S)/g, "; ")
      .replace(
        /; (An?|Each|From|Half|In|It|No|Of|The|There|These|This|Up) /g,
        (_, word: string) => `; ${word.toLowerCase()} `,
      ),
    REASON,
  );
}

/** Names in a row: `a`, `a and b`, `a, b and c`; of more than `most` the first, and how many others there are. */
export function listed(names: readonly string[], most = 3): string {
  const shown = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}

/** So many of a noun. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** A text that begins with a capital letter. */
export function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

const onOneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
