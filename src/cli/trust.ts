import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { canonicalJson, type Json } from "../core/canonicalJson.ts";
import { SpillwayError } from "../core/SpillwayError.ts";
import { sha256 } from "../core/sha256.ts";
import { type StudyReach, studyReach } from "../experiment/studyReach.ts";
import type { Study } from "../study/study.ts";
import { plainText } from "./text/plainText.ts";

interface TrustOptions {
  /** Whether the command line says that the study is trusted. */
  readonly trust?: boolean;
  /** Words beside the results. */
  readonly note: (text: string) => void;
}

/** Files up to this size that a program's words name are part of what is trusted. */
const LARGEST = 50_000_000;

/**
 * Says where a study sends what agents are asked, and, for one that starts programs, uses variables other than its provider's usual
 * key or reads files outside its folder, or lets agents call an address as a tool, wants to be told that it is trusted: by the option `--trust`, by a yes on the
 * terminal, or by an earlier run on this machine with the same programs, variables, addresses and files. Who was trusted is kept in the folder of {@link stateFolder}, never in the
 * run's folder, which may come from a stranger too.
 *
 * @throws SpillwayError when nobody says so; nothing was read, sent or started then.
 */
export async function wantTrust(study: Study, { trust = false, note }: TrustOptions): Promise<void> {
  const reach = studyReach(study);
  if (reach.addresses.length > 0)
    note(plainText(`what agents are asked goes to ${reach.addresses.join(", ")}`));
  const asks = inWords(reach);
  if (asks.length === 0) return;
  const file = join(stateFolder(), `${trustHash(reach, study.folder ?? ".")}.json`);
  if (existsSync(file)) return;
  if (!trust && !(await saidYes(asks))) {
    const where = reach.addresses.length === 0 ? "" : `; it sends to ${some(reach.addresses)}`;
    throw new SpillwayError(
      `run: this study was never run on this machine, and ${asks.join(", ")}${where}: look at it, with spillway check too, and if you trust whoever wrote it, give --trust`,
    );
  }
  remember(file, reach);
}

/** What of it needs trust. */
function inWords({ programs, services, variables, files }: StudyReach): string[] {
  const unusual = variables.filter(({ usual }) => !usual).map(({ name }) => name);
  const outside = files.filter((one) => one.outside).map(({ name }) => name);
  const part = (what: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${what} ${some(names)}`];
  return [
    ...part(
      "starts",
      programs.map((words) => `"${words.join(" ")}"`),
    ),
    ...part("lets agents call the addresses", services),
    ...part(
      "uses the environment variables",
      programs.length > 0 && unusual.every((name) => name === "PATH") ? [] : unusual,
    ),
    ...part("reads files outside its folder:", outside),
  ];
}

function some(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => (name.length > 100 ? `${name.slice(0, 99)}…` : name));
  return `${shown.join(", ")}${names.length > 5 ? ` and ${names.length - 5} more` : ""}`;
}

/** What a study that is trusted may do: what it starts, with the files that this names; what it is told; where it sends. */
function trustHash({ addresses, variables, files, programs, services }: StudyReach, folder: string): string {
  const placeOf = (name: string): string => (isAbsolute(name) ? name : resolve(folder, name));
  return sha256(
    canonicalJson({
      addresses,
      variables: variables.map(({ name }) => name),
      files: files.filter(({ outside }) => outside).map(({ name }) => placeOf(name)),
      programs: programs.map((words) => words.map((word) => [word, hashOf(placeOf(word))])),
      ...(services.length === 0 ? {} : { services }),
    } as unknown as Json),
  );
}

function hashOf(path: string): string | null {
  try {
    const found = statSync(path);
    if (!found.isFile()) return null;
    return found.size > LARGEST ? `${found.size} ${found.mtimeMs}` : sha256(readFileSync(path, "base64"));
  } catch {
    return null;
  }
}

/** Asks on the terminal; no where there is none. */
async function saidYes(asks: readonly string[]): Promise<boolean> {
  if (process.stdin.isTTY !== true || process.stderr.isTTY !== true) return false;
  const line = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const words = plainText(
      `This study was never run on this machine, and ${asks.join(", ")}. Do you trust it? [y/N] `,
    );
    return /^(y|yes)$/i.test((await line.question(words)).trim());
  } finally {
    line.close();
  }
}

/** Where is kept which studies were trusted: one small file for each, which may be removed at any time. */
function stateFolder(): string {
  const { XDG_STATE_HOME: state, LOCALAPPDATA: local } = process.env;
  const base =
    state !== undefined && isAbsolute(state)
      ? state
      : process.platform === "win32" && local !== undefined
        ? local
        : join(homedir(), ".local", "state");
  return join(base, "spillway", "trusted");
}

/** A machine that remembers nothing asks again. */
function remember(file: string, reach: StudyReach): void {
  try {
    mkdirSync(stateFolder(), { recursive: true, mode: 0o700 });
    writeFileSync(file, `${JSON.stringify(reach)}\n`, { mode: 0o600 });
  } catch {}
}
