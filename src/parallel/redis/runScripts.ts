import { createHash } from "node:crypto";
import type { Redis } from "ioredis";
import { insist } from "./insist.ts";
import { KEPT, WORKERS } from "./runKeys.ts";

/** A script that the server carries out as a whole, without anything in between. */
type Script = "claim" | "append" | "leave" | "report" | "look" | "watch" | "beat" | "enter" | "exit";

const NOW = "local t = redis.call('TIME'); local now = t[1] * 1000 + math.floor(t[2] / 1000)";
const ALL = "local b = KEYS[1]";

/** KEYS[1] is the beginning of the names of the run's keys. */
const SCRIPTS: Readonly<Record<Script, string>> = {
  /**
   * Takes a world: world, worker. The owner before, if any, can write nothing from here on; its open calls are open no more, and count as spent: at
   * their bound, or as the most that a call has used.
   */
  claim: `${ALL}
    if redis.call('EXISTS', b .. 'run') == 0 or redis.call('EXISTS', b .. 'alive') == 0 then return {'gone'} end
    if redis.call('HEXISTS', b .. 'run', 'halt') == 1 then return {'halted'} end
    if redis.call('HEXISTS', b .. 'done', ARGV[1]) == 1 then return {'done'} end
    local f = redis.call('HINCRBY', b .. 'fences', ARGV[1], 1)
    redis.call('HSET', b .. 'owners', ARGV[1], f .. ':' .. ARGV[2])
    local passes = redis.call('HGETALL', b .. 'passes')
    for i = 1, #passes, 2 do
      local bound, input, output, money, world = string.match(passes[i + 1], '^([^|]*)|[^|]*|[^|]*|([^|]*)|([^|]*)|([^|]*)|(.*)$')
      if world == ARGV[1] then
        local limits = b .. 'limits'
        redis.call('HDEL', b .. 'passes', passes[i])
        redis.call('HINCRBY', limits, 'open', -1)
        redis.call('HINCRBYFLOAT', limits, 'reserved', -math.max(0, tonumber(bound)))
        redis.call('HINCRBYFLOAT', limits, 'input', input)
        redis.call('HINCRBYFLOAT', limits, 'output', output)
        redis.call('HINCRBYFLOAT', limits, 'money', money)
      end
    end
    redis.call('RPUSH', b .. 'news', '')
    return {'yes', tostring(f)}`,
  /** Writes lines: world, owner, text, whether the world is complete, number of the writing by this owner or nothing. A writing that is sent twice is done once. */
  append: `${ALL}
    if redis.call('EXISTS', b .. 'run') == 0 then return 'gone' end
    if redis.call('HGET', b .. 'owners', ARGV[1]) ~= ARGV[2] then return 'lost' end
    local told = ARGV[5] and redis.call('HGET', b .. 'written', ARGV[1] .. '|' .. ARGV[2])
    if told and tonumber(told) >= tonumber(ARGV[5]) then return 'ok' end
    if ARGV[3] ~= '' then
      redis.call('RPUSH', b .. 'lines:' .. ARGV[1], ARGV[3])
      redis.call('PEXPIRE', b .. 'lines:' .. ARGV[1], ${KEPT})
      redis.call('HINCRBY', b .. 'counts', ARGV[1], 1)
    end
    if ARGV[4] == '1' then
      redis.call('HSET', b .. 'done', ARGV[1], 1)
      redis.call('HDEL', b .. 'owners', ARGV[1])
    end
    if ARGV[5] then redis.call('HSET', b .. 'written', ARGV[1] .. '|' .. ARGV[2], ARGV[5]) end
    redis.call('RPUSH', b .. 'news', ARGV[1])
    return 'ok'`,
  /** Gives a world back: world, owner. */
  leave: `${ALL}
    if redis.call('HGET', b .. 'owners', ARGV[1]) == ARGV[2] then redis.call('HDEL', b .. 'owners', ARGV[1]) end
    if redis.call('EXISTS', b .. 'run') == 1 then redis.call('RPUSH', b .. 'news', '') end
    return 'ok'`,
  /** Tells the coordinator something: field, text. The first stands. */
  report: `${ALL}
    if redis.call('EXISTS', b .. 'run') == 0 then return 'gone' end
    redis.call('HSETNX', b .. 'run', ARGV[1], ARGV[2])
    redis.call('RPUSH', b .. 'news', '')
    return 'ok'`,
  /** What a worker wants to know: whether to go on. */
  look: `${ALL}
    if redis.call('EXISTS', b .. 'run') == 0 then return 'gone' end
    if redis.call('EXISTS', b .. 'alive') == 0 or redis.call('HEXISTS', b .. 'run', 'halt') == 1 then return 'halt' end
    return 'go'`,
  /** What a coordinator wants to know: there, workers, worlds that a living worker has, pause, halted, fault, what was used (calls, input, output, money), and what open calls may use. */
  watch: `${ALL} ${NOW}
    redis.call('ZREMRANGEBYSCORE', '${WORKERS}', '-inf', now)
    local taken = 0
    local owners = redis.call('HVALS', b .. 'owners')
    for i = 1, #owners do
      local id = string.match(owners[i], ':(.*)$')
      if redis.call('ZSCORE', '${WORKERS}', id) then taken = taken + 1 end
    end
    local paused = tonumber(redis.call('HGET', b .. 'limits', 'pausedUntil') or '0')
    local used = redis.call('HMGET', b .. 'limits', 'calls', 'input', 'output', 'money')
    for i = 1, 4 do used[i] = tonumber(used[i] or '0') end
    for i = 5, 7 do used[i] = 0 end
    local passes = redis.call('HVALS', b .. 'passes')
    for i = 1, #passes do
      local input, output, money = string.match(passes[i], '^[^|]*|[^|]*|[^|]*|([^|]*)|([^|]*)|([^|]*)|')
      used[5], used[6], used[7] = used[5] + input, used[6] + output, used[7] + money
    end
    used[8] = #passes
    for i = 1, 8 do used[i] = string.format('%.17g', used[i]) end
    return {redis.call('EXISTS', b .. 'run'), redis.call('ZCARD', '${WORKERS}'), taken,
      math.max(0, paused - now), redis.call('HGET', b .. 'run', 'halted') or '', redis.call('HGET', b .. 'run', 'fault') or '',
      unpack(used)}`,
  /** A worker lives: id, for how many milliseconds. Gives the number of workers. */
  beat: `${NOW}
    redis.call('ZREMRANGEBYSCORE', '${WORKERS}', '-inf', now)
    redis.call('ZADD', '${WORKERS}', now + tonumber(ARGV[2]), ARGV[1])
    return redis.call('ZCARD', '${WORKERS}')`,
  /** Asks for a call: world, owner, bound on its tokens or -1; of the bound input, output and money. The same rules as those of the limiter and the budget of one process. */
  enter: `${ALL} ${NOW}
    if redis.call('EXISTS', b .. 'run') == 0 then return {'gone'} end
    if redis.call('EXISTS', b .. 'alive') == 0 or redis.call('HEXISTS', b .. 'run', 'halt') == 1 then return {'halt'} end
    if redis.call('HGET', b .. 'owners', ARGV[1]) ~= ARGV[2] then return {'lost'} end
    local flat = redis.call('HGETALL', b .. 'limits')
    local l = {}
    for i = 1, #flat, 2 do l[flat[i]] = tonumber(flat[i + 1]) end
    local bound = tonumber(ARGV[3])
    if l.open >= math.floor(l.most) then return {'later'} end
    if l.maxCalls and l.calls >= l.maxCalls then return {'over', 'calls'} end
    if l.maxTokens then
      local used = l.input + l.output
      if used >= l.maxTokens then return {'over', 'tokens'} end
      local wanted = bound < 0 and (l.open + 1) * l.mostTokens or l.reserved + bound
      if used + wanted > l.maxTokens then
        if l.open > 0 then return {'later'} end
        if bound >= 0 then return {'over', 'left', tostring(l.maxTokens - used)} end
      end
    end
    if l.maxMoney then
      if l.money >= l.maxMoney then return {'over', 'money'} end
      if l.money + (l.open + 1) * l.mostMoney > l.maxMoney and l.open > 0 then return {'later'} end
    end
    local wait = l.pausedUntil - now
    local gone = now - 60000
    if l.requests then
      redis.call('ZREMRANGEBYSCORE', b .. 'requests', '-inf', gone)
      local over = redis.call('ZCARD', b .. 'requests') + 1 - l.requests
      if over > 0 then
        local last = redis.call('ZRANGE', b .. 'requests', over - 1, over - 1, 'WITHSCORES')
        wait = math.max(wait, tonumber(last[2]) - gone)
      end
    end
    local expected = 0
    if l.tokens then
      if bound >= 0 then expected = bound elseif l.callsSeen > 0 then expected = l.tokensSeen / l.callsSeen end
      local old = redis.call('ZRANGEBYSCORE', b .. 'tokens', '-inf', gone)
      for i = 1, #old do l.tokenTotal = l.tokenTotal - tonumber(string.match(old[i], ':(.*)$')) end
      redis.call('ZREMRANGEBYSCORE', b .. 'tokens', '-inf', gone)
      redis.call('HSET', b .. 'limits', 'tokenTotal', tostring(l.tokenTotal))
      local left = l.tokenTotal
      local at = 0
      while left + expected > l.tokens do
        local one = redis.call('ZRANGE', b .. 'tokens', at, at, 'WITHSCORES')
        if #one == 0 then break end
        left = left - tonumber(string.match(one[1], ':(.*)$'))
        wait = math.max(wait, tonumber(one[2]) - gone)
        at = at + 1
      end
    end
    if wait > 0 then return {'wait', tostring(math.ceil(wait))} end
    local id = redis.call('HINCRBY', b .. 'limits', 'passes', 1)
    redis.call('HINCRBY', b .. 'limits', 'open', 1)
    redis.call('HINCRBY', b .. 'limits', 'calls', 1)
    if bound > 0 then redis.call('HINCRBYFLOAT', b .. 'limits', 'reserved', bound) end
    if l.requests then redis.call('ZADD', b .. 'requests', now, id) end
    if l.tokens then
      redis.call('ZADD', b .. 'tokens', now, id .. ':' .. expected)
      redis.call('HINCRBYFLOAT', b .. 'limits', 'tokenTotal', expected)
    end
    local most = ARGV[4] and {ARGV[4], ARGV[5], ARGV[6]} or {0, 0, 0}
    if bound < 0 then most = {l.mostTokens, 0, l.mostMoney} end
    redis.call('HSET', b .. 'passes', id, bound .. '|' .. expected .. '|' .. now .. '|' .. table.concat(most, '|') .. '|' .. ARGV[1])
    return {'go', tostring(id)}`,
  /**
   * Ends a call: pass, busy (1 or 0), milliseconds to wait or -1, whether its tokens are known, input, output, cost. Nothing is added for a pass that is
   * not there any more: it was charged when its world was taken, or it ended before.
   */
  exit: `${ALL} ${NOW}
    if redis.call('EXISTS', b .. 'run') == 0 then return 'gone' end
    local limits = b .. 'limits'
    local get = function(name) return tonumber(redis.call('HGET', limits, name)) end
    local used = tonumber(ARGV[5]) + tonumber(ARGV[6])
    local cost = tonumber(ARGV[7])
    local pass = redis.call('HGET', b .. 'passes', ARGV[1])
    if not pass then return 'ok' end
    do
      local bound, expected, at = string.match(pass, '^([^|]*)|([^|]*)|([^|]*)|')
      redis.call('HDEL', b .. 'passes', ARGV[1])
      redis.call('HINCRBY', limits, 'open', -1)
      redis.call('HINCRBYFLOAT', limits, 'reserved', -math.max(0, tonumber(bound)))
      if ARGV[4] == '1' and redis.call('ZREM', b .. 'tokens', ARGV[1] .. ':' .. expected) == 1 then
        redis.call('ZADD', b .. 'tokens', at, ARGV[1] .. ':' .. used)
        redis.call('HINCRBYFLOAT', limits, 'tokenTotal', used - tonumber(expected))
      end
      local most, widest = get('most'), get('widest')
      if ARGV[2] == '1' and tonumber(at) > get('narrowedAt') then
        redis.call('HSET', limits, 'most', math.max(1, math.floor(most / 2)), 'narrowedAt', now)
      elseif ARGV[2] == '0' and most < widest then
        redis.call('HSET', limits, 'most', tostring(math.min(widest, most + 1 / most)))
      end
    end
    redis.call('HINCRBYFLOAT', limits, 'input', ARGV[5])
    redis.call('HINCRBYFLOAT', limits, 'output', ARGV[6])
    redis.call('HINCRBYFLOAT', limits, 'money', ARGV[7])
    if ARGV[4] == '1' then
      redis.call('HINCRBYFLOAT', limits, 'tokensSeen', used)
      redis.call('HINCRBY', limits, 'callsSeen', 1)
    end
    if used > get('mostTokens') then redis.call('HSET', limits, 'mostTokens', tostring(used)) end
    if cost > get('mostMoney') then redis.call('HSET', limits, 'mostMoney', ARGV[7]) end
    local wait = tonumber(ARGV[3])
    if wait >= 0 then redis.call('HSET', limits, 'pausedUntil', tostring(math.max(get('pausedUntil'), now + wait))) end
    return 'ok'`,
};

const hashes = new Map<Script, string>();

/** Carries out a script on the server for a run whose keys begin with `base`. What the server cannot do for a moment is tried again: see {@link insist}. */
export async function runScripts(
  client: Redis,
  name: Script,
  base: string,
  ...given: readonly (string | number)[]
): Promise<unknown> {
  const hash = hashes.get(name) ?? createHash("sha1").update(SCRIPTS[name]).digest("hex");
  hashes.set(name, hash);
  return insist(async () => {
    try {
      return await client.evalsha(hash, 1, base, ...given);
    } catch (cause) {
      if (!String((cause as Error).message).startsWith("NOSCRIPT")) throw cause;
      return client.eval(SCRIPTS[name], 1, base, ...given);
    }
  });
}
