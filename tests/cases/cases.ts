/** What should come of each case that once failed, by the folder of its inputs in `data`. */
export const cases = {
  "analyst-big":
    "a million rows of 50 rounds, of which one is asked for, are read in seconds and little memory",
  "analyst-csv-formula": "a formula as the name of an agent is neutral in tables for spreadsheets",
  "analyst-formats": "logs of eleven other systems are recognised by name",
  "analyst-missing":
    "outcomes missing by arm are told with both rates and bounds, and Horvitz–Thompson is withheld",
  "analyst-naming-game": "records of one run are one cluster, and without --cluster there is a warning",
  "analyst-placebo":
    "no interval where some probabilities are tiny, with the floor that would leave them out",
  "analyst-srm": "arms that another share of treated made are refused",
  "analyst-stdin-agents": "standard input and pipes give what the file gives",
  "analyst-text": "dialects of tables are read with a note, or named with the option that reads them",
  "bug-01-graphml-multigraph-edge-ids": "ids of edges play no part",
  "bug-03-graphml-weight-key-for-all": "a weight is read whichever elements its key is declared for",
  "bug-05-gexf-mutual-edge": "a mutual edge is two arrows",
  "bug-07-graphml-directed-1": "1 is true, and what is neither is refused with its line",
  "bug-13-json-link-value": "keys of links that were left out are named",
  "bug-15-csv-semicolon": "semicolons and decimal commas are read, with a note",
  "bug-17-ids-as-floats": "1 and 1.0 are pointed out, and 1.0 for 1 gets a suggestion",
  "bug-21-check-thousands-of-columns": "of thousands of columns the first few and a count are named",
  "bug-25-ht-se-with-offset": "with fixed counts no standard error depends on a constant",
  "bug-29-constant-outcomes-ht": "outcomes without variation have no interval",
  "bug-31-rng-odd-seeds": "a seed is a text or a safe number",
  "bug-33-louvain-weights-overflow": "clusters do not depend on the scale of weights",
  "bug-35-budget-without-usage": "a budget holds whatever the endpoint tells of usage",
  "bug-37-one-prompt-too-long": "one prompt that is too long ends that turn alone",
  "bug-39-not-a-chat-completion": "what is no chat completion stops the run after one call, by name",
  "bug-41-setting-not-supported": "a setting that is turned down is named as the study has it",
  "bug-45-quiet-stop-says-nothing": "why a run stopped is said with --quiet too",
  "bug-47-out-replaces-links-and-pipes": "links and pipes are written to, not replaced",
  "bug-49-standard-output-full": "a full standard output is one sentence",
  "bug-55-redis-eviction-warning": "a policy of Redis that evicts is one sentence, once",
  "bug-57-worker-once-without-work": "worker --once ends when there is nothing to do",
  "bug-61-all-failed-says-complete": "when nobody answered, that is said, with exit code 1",
  "experimenter-arm-name-never-matches": "arms that are sent the same prompt are told",
  "experimenter-bad-input": "wrong studies are refused with their place, or warned about",
  "experimenter-hub-predicted-se":
    "no predicted standard error where a hub leaves no interval, with its name and the way out",
  "experimenter-memory-history-undefined":
    "a template that fails in round 2 is refused before the first call",
  "experimenter-mock-endpoint": "an answer is read, asked again, or the run stops with the reason",
  "experimenter-prompt-hears-nobody": "a prompt that shows nothing heard is told, and single braces too",
  "experimenter-python-no-flush": "Python need not flush",
  "experimenter-reask-two-users": "asking again keeps the roles alternating",
  "experimenter-tsc-graphology": "declarations name types, so that what a graph has not got is refused",
  "fuzz-fault-rate": "one call in five failing holds that call alone",
  "fuzz-gz-bomb": "what unpacks to too much is refused in words before it is unpacked",
  "fuzz-hostile-names":
    "control characters of names reach neither screen nor table, and formulas stand as files.md says",
  "fuzz-journal-heard-missing": "a turn without what it heard is refused with file and line",
  "fuzz-journal-outcome-999": "a changed outcome is refused with file and line",
  "fuzz-journal-run-line": "a first line without agents is refused with file and line",
  "fuzz-n-1e9": "a billion agents are refused before memory is taken",
  "fuzz-plan-shape": "a plan of the wrong shape with a right hash is refused",
  "fuzz-redis-oom": "a run over a Redis that was full goes on with the same worker",
  "fuzz-stranger-study": "a stranger's study reads nothing outside its folder and sends no variable unasked",
  "fuzz-template-loop": "a template that loops too much is refused at once",
} as const;

/** Name of a case. */
export type CaseName = keyof typeof cases;
