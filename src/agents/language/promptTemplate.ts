import { Liquid, type Template } from "liquidjs";
import type { Json } from "../../core/canonicalJson.ts";
import { present } from "../../core/present.ts";
import { SpillwayError } from "../../core/SpillwayError.ts";
import { suggest } from "../../core/suggest.ts";

/** A prompt with places for values. */
export interface PromptTemplate {
  /** Names of the variables that it shows or asks about. */
  readonly uses: ReadonlySet<string>;
  /** The text with the values in their places, without blanks at its ends. Values are never read as a template. */
  render(values: Readonly<Record<string, Json | undefined>>): string;
}

interface TemplateOptions {
  /** What the template is, for messages: "language: prompt". */
  readonly who: string;
  /** The setting that it is the text of. Default prompt. */
  readonly setting?: string;
  /** Names of the variables that there are. */
  readonly variables: readonly string[];
  /** For variables with named parts, the names of these. */
  readonly parts?: ReadonlyMap<string, readonly string[]>;
}

const TAGS: ReadonlySet<string> = new Set(
  "assign capture case comment cycle if for break continue echo liquid raw unless #".split(" "),
);
/** No filter that reads the clock, throws dice, evaluates an expression in a text, or makes HTML. */
const FILTERS: ReadonlySet<string> = new Set(
  [
    "abs at_least at_most ceil divided_by floor minus plus modulo times round default json",
    "join last first reverse sort sort_natural size map sum compact concat slice where reject group_by has find uniq",
    "append prepend lstrip rstrip strip downcase upcase capitalize remove remove_first remove_last replace",
    "replace_first replace_last split strip_newlines squish truncate truncatewords number_of_words",
  ].flatMap((line) => line.split(" ")),
);
/** Characters of a template, and of what comes of it. */
const LONGEST = 1_000_000;
/** Entries of lists and characters of texts made in one rendering. */
const MEMORY = 500_000;
/**
 * Parts of templates that one rendering goes through: a text, a value or a tag, again in each turn of a loop. About a twentieth
 * of a second; a prompt needs some hundreds. Counted, not timed, so that a template is refused on every machine or on none.
 */
const STEPS = 50_000;
/** Milliseconds of one rendering, for whatever the steps do not see. */
const TIME = 2000;

/**
 * Reads a template in the language Liquid: `{{ agent }}`, `{% for one in heard %}{{ one.from }}: {{ one.said }}{% endfor %}`,
 * `{% if arm == "treated" %} … {% endif %}`. Unknown variables, filters and tags are errors, also in branches
 * that are not taken; there are no includes and no files. Lists and mappings are shown as JSON. What a value holds is text: braces in it
 * mean nothing.
 *
 * @throws SpillwayError with line and column of the template; from `render` for a variable without a value and for
 * templates that loop over too much.
 */
export function promptTemplate(text: string, options: TemplateOptions): PromptTemplate {
  const { who, setting = "prompt" } = options;
  const engine = makeEngine();
  const startAgain = limitSteps(engine);
  let templates: Template[];
  try {
    templates = engine.parse(text);
  } catch (cause) {
    throw templateError(who, setting, cause);
  }
  const { globals } = engine.analyzeSync(templates, { partials: false });
  const uses = new Set<string>();
  for (const { segments, location } of Object.values(globals).flat()) {
    const [name, part] = segments.map((segment) => (typeof segment === "string" ? segment : undefined));
    if (name === undefined) continue;
    const fault = (message: string): SpillwayError =>
      new SpillwayError(`${who}${at(location.row, location.col)}: ${message}`, {
        inside: { setting, line: location.row, column: location.col },
      });
    if (!options.variables.includes(name))
      throw fault(`there is no variable "${name}"${suggest(name, options.variables)}`);
    const parts = options.parts?.get(name);
    if (part !== undefined && parts && !parts.includes(part))
      throw fault(`${name} has no "${part}"${suggest(part, parts)}`);
    uses.add(name);
  }
  return {
    uses,
    render(values) {
      let shown: unknown;
      startAgain();
      try {
        shown = engine.renderSync(templates, values, { memoryLimit: MEMORY, renderLimit: TIME });
      } catch (cause) {
        throw templateError(who, setting, cause);
      }
      const rendered = String(shown).trim();
      if (rendered.length <= LONGEST) return rendered;
      throw new SpillwayError(
        `${who}: the text made from it has ${rendered.length} characters, more than ${LONGEST}`,
      );
    },
  };
}

function makeEngine(): Liquid {
  const engine = new Liquid({
    strictVariables: true,
    strictFilters: true,
    ownPropertyOnly: true,
    // `{% if one.said.reason %}` asks whether there is one; unknown variables are found before.
    lenientIf: true,
    parseLimit: LONGEST,
    outputEscape: written,
    // Templates come from here only, and none are here.
    templates: {},
    relativeReference: false,
  });
  for (const name of Object.keys(engine.tags)) if (!TAGS.has(name)) delete engine.tags[name];
  for (const name of Object.keys(engine.filters)) if (!FILTERS.has(name)) engine.unregisterFilter(name);
  // The library's own shows a mapping in a list as [object Object].
  engine.registerFilter("join", (list: unknown, between: unknown = " ") =>
    (Array.isArray(list) ? list : [list]).map(written).join(String(between)),
  );
  return engine;
}

/** Counts the steps of a rendering; what is returned begins with a new one. */
function limitSteps(engine: Liquid): () => void {
  let steps = 0;
  const { renderer } = engine;
  const own = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = function* (templates, ...rest) {
    steps += 1 + templates.length;
    if (steps > STEPS)
      throw new SpillwayError(`the template loops over too much: more than ${STEPS} steps for one prompt`);
    return yield* own(templates, ...rest);
  };
  return () => {
    steps = 0;
  };
}

function written(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The library's errors carry where they stand, and repeat it in their messages. */
function templateError(who: string, setting: string, thrown: unknown): SpillwayError {
  const { message, token } = thrown as {
    readonly message: string;
    readonly token?: { readonly getPosition?: () => readonly number[] };
  };
  const [row, column] = token?.getPosition?.() ?? [];
  const words = message.split(/, (?:file|line):/)[0]!;
  return new SpillwayError(`${who}${at(row, column)}: ${words}`, {
    inside: { setting, ...present({ line: row, column }) },
  });
}

const at = (row: number | undefined, column: number | undefined): string =>
  row === undefined || column === undefined ? "" : `, line ${row}, column ${column}`;
