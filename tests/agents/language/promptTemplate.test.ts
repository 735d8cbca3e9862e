import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { promptTemplate } from "../../../src/agents/language/promptTemplate.ts";
import type { Json } from "../../../src/core/canonicalJson.ts";
import { SpillwayError } from "../../../src/core/SpillwayError.ts";

const variables = ["agent", "arm", "heard", "memory", "options", "attributes", "persona"];
const parts = new Map([["attributes", ["age", "home town"]]]);

function render(text: string, values: Readonly<Record<string, Json>> = {}): string {
  return promptTemplate(text, { who: "prompt", variables, parts }).render(values);
}

describe("a template", () => {
  test.each<[string, Record<string, Json>, string]>([
    ["  Hello {{ agent }}.\n", { agent: "Ann" }, "Hello Ann."],
    ["", {}, ""],
    ["# No places\n\n*at all*", {}, "# No places\n\n*at all*"],
    [
      "{% for one in heard %}- {{ one.from }}: {{ one.said }}\n{% endfor %}",
      {
        heard: [
          { from: "a", said: 1 },
          { from: "b", said: { opinion: 2, why: ["x"] } },
        ],
      },
      '- a: 1\n- b: {"opinion":2,"why":["x"]}',
    ],
    [
      "{% for one in heard %}{{ forloop.index }}/{{ forloop.length }} {% else %}nobody{% endfor %}",
      { heard: [] },
      "nobody",
    ],
    ["{% for one in heard %}{{ forloop.index }} {% endfor %}", { heard: [1, 1] }, "1 2"],
    ["{{ options | join: ', ' }}", { options: ["yes", "no"] }, "yes, no"],
    [
      "{{ heard | map: 'said' | join: '; ' }}",
      { heard: [{ said: { a: 1 } }, { said: null }] },
      '{"a":1}; '.trim(),
    ],
    [
      "{% if arm == 'treated' %}T{% elsif heard.size > 1 %}H{% else %}C{% endif %}",
      { arm: "c", heard: [1, 2] },
      "H",
    ],
    [
      "{% if attributes.age %}{{ attributes.age }}{% else %}ageless{% endif %}",
      { attributes: {} },
      "ageless",
    ],
    ["{{ attributes['home town'] | upcase }}", { attributes: { "home town": "Łódź" } }, "ŁÓDŹ"],
    ["{{ heard.first.said }}|{{ heard.last.said }}", { heard: [{ said: "x" }, { said: "y" }] }, "x|y"],
    ["{% raw %}{{ agent }}{% endraw %}", {}, "{{ agent }}"],
    ["<b>{{ agent }}</b>", { agent: "<&>" }, "<b><&></b>"],
    ["{%- assign n = heard.size | plus: 1 -%} {{ n }}", { heard: [1] }, "2"],
    ["{{ memory }}", { memory: [] }, "[]"],
  ])("%j with %j", (text, values, wanted) => {
    expect(render(text, values)).toBe(wanted);
  });

  test("tells which variables it uses, also in branches not taken", () => {
    const { uses } = promptTemplate(
      "{% if arm == 'x' %}{{ agent }}{% endif %}{% for one in heard %}{{ one }}{% endfor %}",
      { who: "prompt", variables },
    );
    expect([...uses].sort()).toEqual(["agent", "arm", "heard"]);
  });
});

describe("a value is text", () => {
  test("whatever it holds: braces in it mean nothing", () => {
    const said = "{{ arm }}{% for i in (1..9) %}x{% endfor %}{% include 'a' %}{% endraw %}";
    expect(
      render("{{ persona }} {% if persona %}{{ persona | append: '!' }}{% endif %}", {
        persona: said,
        arm: "secret",
      }),
    ).toBe(`${said} ${said}!`);
  });

  test("of any kind", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (said) => {
        expect(render("[{{ persona }}]", { persona: said })).toBe(`[${said}]`);
      }),
    );
  });
});

describe("what is refused", () => {
  test.each<[string, string]>([
    ["one\n  {{ agnet }}", 'prompt, line 2, column 6: there is no variable "agnet" (did you mean "agent"?)'],
    ["{% if false %}{{ zzzzzz }}{% endif %}", 'prompt, line 1, column 18: there is no variable "zzzzzz"'],
    ["{{ attributes.agee }}", 'prompt, line 1, column 4: attributes has no "agee" (did you mean "age"?)'],
    ["{{ agent | shout }}", "prompt, line 1, column 1: undefined filter: shout"],
    ["\n{% if agent %}", "prompt, line 2, column 1: tag {% if agent %} not closed"],
    ["{{ agent", 'prompt, line 1, column 1: output "{{ agent" not closed'],
    ["{% include 'other.md' %}", 'prompt, line 1, column 1: tag "include" not found'],
    ["{% render 'other.md' %}", 'prompt, line 1, column 1: tag "render" not found'],
    ["{% layout '/etc/passwd' %}", 'prompt, line 1, column 1: tag "layout" not found'],
    ["{{ 'now' | date: '%s' }}", "prompt, line 1, column 1: undefined filter: date"],
    ["{{ heard | sample }}", "prompt, line 1, column 1: undefined filter: sample"],
    ["{{ heard | where_exp: 'x', 'x == 1' }}", "prompt, line 1, column 1: undefined filter: where_exp"],
    ["x".repeat(1_000_001), "prompt: parse length limit exceeded"],
  ])("%.40j", (text, message) => {
    let said = "";
    try {
      render(text, { agent: "a", heard: [], attributes: {} });
    } catch (cause) {
      said = (cause as Error).message;
    }
    expect(said).toContain(message);
  });

  test.each<[string, string]>([
    ["{{ heard.first.said }}", "prompt, line 1, column 4: undefined variable: heard.first"],
    ["{{ agent.constructor }}", "undefined variable: agent.constructor"],
    ["{{ attributes.age }}", "prompt, line 1, column 4: undefined variable: attributes.age"],
    ["{{ attributes['__proto__'].x }}", 'attributes has no "__proto__"'],
    ["{% for i in (1..100000000) %}x{% endfor %}", "memory alloc limit exceeded"],
    [
      `{% assign s = persona %}${"{% assign s = s | append: s %}".repeat(30)}{{ s }}`,
      "memory alloc limit exceeded",
    ],
    ["{{ persona }}{{ persona }}", "the text made from it has 1200000 characters, more than 1000000"],
  ])("at rendering: %.60j", (text, message) => {
    const values = { agent: "a", heard: [], attributes: {}, persona: "x".repeat(600_000) };
    expect(() => render(text, values)).toThrow(message);
  });
});

describe("a template that loops over too much", () => {
  const heard = Array.from({ length: 500 }, (_, k) => ({ from: `${k}`, said: `word ${k}` }));
  const loop = (list: string, inside: string): string => `{% for x in ${list} %}${inside}{% endfor %}`;
  const cases = [
    loop("(1..1000)", loop("(1..1000)", "x")),
    loop("(1..1000)", loop("(1..1000)", "")),
    loop("(1..1000)", "{% if true %}{% for y in heard %}{{ y.said }}{% endfor %}{% endif %}"),
    loop("heard", loop("heard", loop("heard", "{{ x.said }}"))),
    loop("(1..1000000000)", ""),
    `{% assign t = "ab" %}${loop("(1..60)", "{% assign t = t | append: t %}")}`,
    loop("(1..1000)", '{% assign q = heard | sort: "said" | map: "said" | join: "," %}'),
    "{% liquid\nfor x in (1..1000)\nfor y in (1..1000)\necho x\nendfor\nendfor %}",
  ];
  test.each(cases)("is refused in words, with its place, the same each time: %s", (text) => {
    const { render } = promptTemplate(`first line\n${text}`, {
      who: "language: prompt",
      variables: ["heard"],
    });
    const said = (): string => {
      try {
        return render({ heard });
      } catch (error) {
        expect(error).toBeInstanceOf(SpillwayError);
        return (error as Error).message;
      }
    };
    const start = process.cpuUsage();
    const first = said();
    const { user, system } = process.cpuUsage(start);
    expect(first).toMatch(
      /^language: prompt, line [2-9], column \d+: .*(loops over too much|memory alloc limit exceeded)/,
    );
    expect(said()).toBe(first);
    expect((user + system) / 1e6).toBeLessThan(1);
  });

  test("is none that shows what five thousand neighbours said", () => {
    const many = Array.from({ length: 5000 }, (_, k) => ({ from: `${k}`, said: `word ${k}` }));
    const text = loop("heard", "{% if x.said %}{{ x.from }}: {{ x.said }}\n{% endif %}");
    const { render } = promptTemplate(text, { who: "language: prompt", variables: ["heard"] });
    expect(render({ heard: many }).split("\n")).toHaveLength(5000);
  });
});
