import { expect, it } from "vitest";
import { shown } from "../../src/core/shown.ts";
import { parseStudy } from "../../src/study-file/parseStudy.ts";
import { refuseKeys } from "../../src/study-file/refuseKeys.ts";

const environment = {
  MY_API_KEY: " sk-0123456789-abc\n",
  TLS_KEY: "/etc/ssl/private.key",
  PIN_SECRET: "12345678",
  HOME: "/home/ann-of-the-hill",
};

it("refuses a file that holds the value of a variable named like a key, at its place", () => {
  for (const form of ["sk-0123456789-abc", "c2stMDEyMzQ1Njc4OS1hYmM="])
    expect(() => refuseKeys(`seed: 1\nmodel: "${form}"\n`, "study.yaml", environment)).toThrow(
      "study.yaml:2:9: study: here stands the value of the environment variable MY_API_KEY: a key is never written down; name the variable instead, as in keyFrom: MY_API_KEY",
    );
});

it("leaves names, places, short values and other variables alone", () => {
  const text = "keyFrom: MY_API_KEY\nfile: /etc/ssl/private.key\nn: 12345678\nhome: /home/ann-of-the-hill";
  expect(() => refuseKeys(text, "study.yaml", environment)).not.toThrow();
});

it("looks at the study file and at the files that it names", async () => {
  process.env.REFUSED_TEST_TOKEN = "planted-in-a-prompt";
  try {
    const text = `seed: 1
model:
  network: karate-club
  agents: { kind: language, model: a/b, prompt: { file: prompt.md }, answer: { kind: number, from: 0, to: 1 } }
inquiry: { spillover: [indirect, none] }
data: { assign: { kind: complete, treated: 3 }, expose: any-treated }
answer: [hajek]
`;
    const readFile = async (): Promise<string> => "Say nothing of\n planted-in-a-prompt.";
    await expect(parseStudy(text, { readFile })).rejects.toThrow(
      "prompt.md:2:2: study: here stands the value of the environment variable REFUSED_TEST_TOKEN",
    );
    await expect(parseStudy(`${text}# planted-in-a-prompt`, { readFile })).rejects.toThrow(
      "study.yaml:8:3: study: here stands the value of the environment variable REFUSED_TEST_TOKEN",
    );
  } finally {
    delete process.env.REFUSED_TEST_TOKEN;
  }
});

it("shows no password and no key of an address in a message", () => {
  expect(shown("http://me:hunter2@host/v1")).toBe('"http://…@host/v1"');
  expect(shown({ url: "host?api_key=hunter2&x=1" })).toBe('{"url":"host?api_key=…&x=1"}');
  expect(shown("a@b and c?d=e")).toBe('"a@b and c?d=e"');
});
