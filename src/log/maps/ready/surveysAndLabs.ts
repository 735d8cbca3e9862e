import type { ReadyMap } from "./ReadyMap.ts";

/** Surveys of language models, and laboratories with people. */
export const surveysAndLabs: readonly ReadyMap[] = [
  {
    name: "edsl",
    about: "EDSL results",
    signs: [/\bagent\.agent_name\b/, /\b(?:answer|scenario|model)\./],
    yaml: `round: iteration.iteration
unit: agent.agent_name
arm: [scenario.arm, agent.arm, scenario.treatment]
outcome: { only: "answer.*" }
covariates: { model: model.model }
warn:
  - where: { "cache_keys.*_cache_used": ["True", "true"] }
    say: the answer came from a cache, so it is no draw of its own; repeats of one answer tell nothing new
`,
  },
  {
    name: "empirica",
    about: "an Empirica export",
    signs: [/LastChangedAt/, /\b(?:participantIdentifier|gameID|batchID|playerID|roundID)\b/],
    yaml: `records: { file: playerRounds.csv }
world: gameID
round:
  lookup: { file: rounds.csv, key: id, value: index, by: roundID }
unit: playerID
arm:
  lookup: { file: players.csv, key: id, value: arm }
outcome:
  only: "*"
  except: [id, batchID, gameID, roundID, playerID, stageID, index, "*LastChangedAt"]
heard:
  records: { file: games.csv }
  adjacency: network
  world: id
  ids: { file: players.csv, column: id }
`,
  },
  {
    name: "otree",
    about: "an oTree export",
    signs: [/\bparticipant\.(?:code|id_in_session)\b|\bsession\.config\.name\b/],
    yaml: `records:
  wide: { pattern: "^([^.]+)\\\\.(\\\\d+)\\\\.(.+)$", names: [app, round, field] }
where: { player.id_in_group: { there: true } }
world: session.code
round: round
unit: participant.code
arm: [player.arm, player.treatment, session.config.arm, session.config.treatment]
outcome:
  only: "player.*"
  except: [player.id_in_group, player.role, player.payoff, player.arm, player.treatment]
heard: { together: [app, group.id_in_subsession] }
cluster: group.id_in_subsession
`,
  },
  {
    name: "deliberate-lab",
    about: "a Deliberate Lab export",
    signs: [/"participantMap"/, /"cohortMap"|"stageMap"|"currentCohortId"/],
    yaml: `records: { path: "participantMap.*" }
round: { value: 0 }
unit: [profile.publicId, profile.privateId]
arm: [profile.variableMap.arm, profile.metadata.arm]
outcome: { only: "answerMap.*.answerMap.*.value" }
heard: { together: [profile.currentCohortId] }
cluster: profile.currentCohortId
`,
  },
];
