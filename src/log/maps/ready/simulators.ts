import type { ReadyMap } from "./ReadyMap.ts";

/** Simulators of social media, which keep databases. */
export const simulators: readonly ReadyMap[] = [
  {
    name: "oasis",
    about: "an OASIS database (SQLite)",
    signs: [
      /^SQLite format 3/,
      /CREATE TABLE "?'?trace\b/i,
      /CREATE TABLE "?'?rec\b|num_followings|num_shares/i,
    ],
    yaml: `records:
  sql: >
    SELECT r.created_at AS round, u.agent_id AS agent,
      (SELECT count(*) FROM trace t WHERE t.user_id = u.user_id AND t.created_at = r.created_at AND t.action = 'like_post') AS outcome
    FROM (SELECT DISTINCT created_at FROM trace WHERE action NOT IN ('sign_up', 'exit', 'update_rec_table')) r CROSS JOIN "user" u
round: round
unit: agent
outcome: outcome
heard:
  records:
    sql: >
      SELECT t.created_at AS round, u.agent_id AS agent, a.agent_id AS author
      FROM trace t
      JOIN json_each(CASE WHEN json_valid(t.info) THEN t.info ELSE '{}' END, '$.posts') p
      JOIN post ON post.post_id = json_extract(p.value, '$.post_id')
      JOIN "user" a ON a.user_id = post.user_id
      JOIN "user" u ON u.user_id = t.user_id
      WHERE t.action IN ('refresh', 'trend')
  round: round
  from: author
`,
  },
  {
    name: "ysocial",
    about: "a YSocial database (SQLite)",
    signs: [/^SQLite format 3/, /CREATE TABLE "?'?user_mgmt\b/i],
    yaml: `records: { table: agent_opinion }
round: tid
unit: agent_id
arm:
  lookup: { sql: "SELECT id AS key, recsys_type AS value FROM user_mgmt" }
outcome: opinion
heard:
  records:
    sql: >
      SELECT r.round AS round, r.user_id AS agent, post.user_id AS author
      FROM recommendations r
      JOIN json_each('["' || replace(r.post_ids, '|', '","') || '"]') p
      JOIN post ON CAST(post.id AS TEXT) = p.value
  round: round
  to: agent
  from: author
`,
  },
];
