import type { Heard } from "../../agents/Agent.ts";
import type { Json } from "../../core/canonicalJson.ts";
import type { Channel, Inbox, OpenChannel } from "../Channel.ts";
import type { Interaction } from "../interaction.ts";
import { blackboard as newBoard } from "./blackboard.ts";
import { delivery } from "./delivery.ts";
import { frozenJson } from "./frozenJson.ts";
import { history, play } from "./history.ts";
import { message } from "./message.ts";
import { noteReceived } from "./noteReceived.ts";
import { permuteInboxes } from "./permuteInboxes.ts";
import { turnView } from "./turnView.ts";
import type { WorldState } from "./World.ts";
import type { WorldSetting } from "./WorldSetting.ts";

/** What came to an agent in a moment. */
interface Received {
  readonly moment: number;
  readonly heard: readonly Heard[];
  readonly crowd?: Json | undefined;
  readonly dropped: readonly string[];
}

const SILENCE: Inbox = { heard: [] };

/**
 * The state of a world whose study says how agents interact. In a moment, what agents receive is a function of the words
 * that the moments before left; what they say is put down and counts when the moment ends. Words stand until whoever said
 * them has another turn. First comes what the channel of the agent's arm brings, then it is shuffled, then delivered, and
 * what arrives is summed up.
 *
 * All that is drawn comes from the children `schedule`, `channel` and `history` of the run's stream.
 *
 * @param arms name of the arm of each agent.
 * @param spokenOf makes a message of what an agent said.
 * @throws SpillwayError when the settings do not fit the network.
 */
export function interactingState(
  setting: WorldSetting,
  arms: readonly string[],
  how: Interaction,
  spokenOf: typeof message = message,
): WorldState {
  const { network, world, rounds, rng } = setting;
  const { n, ids } = network;
  const { board, endMoment } = newBoard(ids, spokenOf);
  const turnStream = rng.fork("turn");
  const channelStream = rng.fork("channel");
  const shuffleStream = channelStream.fork("shuffle");
  const momentsOf = how.schedule.start({ network, world, rng: rng.fork("schedule") });
  const channelOf = arms.map((arm) => how.channelOf(arm));
  const open = new Map<Channel, OpenChannel>();
  for (const one of new Set(channelOf))
    open.set(one, one.start({ network, world, rng: channelStream, board }));
  const deliver = how.delivery && delivery(how.delivery, network, channelStream.fork("delivery"), world);
  const { historyOf } = how;
  const histories = historyOf && history((i) => historyOf(arms[i]!), network, rng.fork("history"), world);

  const state: (Json | undefined)[] = new Array(n).fill(undefined);
  const met: (readonly Heard[])[] = new Array(n).fill([]);
  const received: (Received | undefined)[] = new Array(n).fill(undefined);
  const spoken = new Map<number, Json | undefined>();
  let round = 0;
  let permuted: { readonly moment: number; readonly inboxes: readonly Inbox[] } | undefined;

  const inboxOf = (i: number): Inbox => {
    const channel = open.get(channelOf[i]!)!;
    if (channel.inbox) return channel.inbox(i, round);
    if (how.schedule.meets) return { heard: met[i]! };
    const from = channel.sources?.(i, round) ?? [];
    const heard: Heard[] = [];
    for (let k = 0; k < from.length; k++) {
      const voice = board.voice(from[k]!);
      if (voice) heard.push(voice);
    }
    return { heard };
  };
  const shuffled = (i: number): Inbox => {
    if (permuted?.moment !== board.moment) {
      const all = Array.from({ length: n }, (_, j) => inboxOf(j));
      const inboxes = permuteInboxes(all, shuffleStream.fork(`${world}:${round}`));
      permuted = { moment: board.moment, inboxes };
    }
    return permuted.inboxes[i]!;
  };
  const receive = (i: number): Received => {
    const { moment } = board;
    const before = received[i];
    if (before?.moment === moment) return before;
    const inbox = round > (how.until ?? rounds) ? SILENCE : how.shuffle ? shuffled(i) : inboxOf(i);
    const { heard, dropped } = deliver
      ? deliver(ids[i]!, round, inbox.heard)
      : { heard: inbox.heard, dropped: [] };
    const { sumUp } = channelOf[i]!;
    const crowd = inbox.crowd ?? sumUp?.(heard);
    const one: Received = {
      moment,
      heard: Object.freeze(sumUp ? [] : heard),
      crowd: crowd === undefined ? undefined : frozenJson(crowd).value,
      dropped,
    };
    received[i] = one;
    return one;
  };

  return {
    moments(next) {
      round = next;
      return momentsOf(next);
    },
    view(i, at, retry) {
      const { heard, crowd } = receive(i);
      const agent = ids[i]!;
      const told = histories?.of(i);
      const seen = { world, round: at, rounds, agent, arm: arms[i]!, heard, state: state[i], crowd, retry };
      return turnView({ ...seen, history: told }, turnStream);
    },
    kept: (i) => ({ arm: arms[i]!, state: state[i], history: histories?.of(i) }),
    put(i, action) {
      spoken.set(i, action?.said);
      if (!action) return;
      state[i] = action.state;
      if (!histories) return;
      const { heard, crowd } = receive(i);
      histories.add(i, play(round, heard, crowd, action.said));
    },
    turnPage() {
      endMoment(spoken);
      if (how.schedule.meets) {
        for (const i of spoken.keys()) {
          met[i] = [...spoken.keys()].flatMap((j) => (j === i ? [] : (board.voice(j) ?? [])));
        }
      }
      spoken.clear();
      histories?.turnPage();
    },
    noted(i, turn) {
      const { crowd, dropped } = receive(i);
      return noteReceived(turn, { dropped, crowd, historyOf: histories?.whose(i) });
    },
  };
}
