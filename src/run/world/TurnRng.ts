import type { Rng } from "../../core/rng.ts";

/**
 * The chance of one turn: the stream named by world, round and agent below the stream of all turns, made when it is first drawn from.
 * Most turns draw nothing, and making a stream costs as much as the rest of the turn.
 */
export class TurnRng implements Rng {
  readonly #turns: Rng;
  readonly #world: number;
  readonly #round: number;
  readonly #agent: string;
  #stream: Rng | undefined;

  constructor(turns: Rng, world: number, round: number, agent: string) {
    this.#turns = turns;
    this.#world = world;
    this.#round = round;
    this.#agent = agent;
  }

  get key(): string {
    return this.#made().key;
  }

  uniform(): number {
    return this.#made().uniform();
  }

  uniforms(into: Float64Array): void {
    this.#made().uniforms(into);
  }

  integer(below: number): number {
    return this.#made().integer(below);
  }

  fork(label: string | number): Rng {
    return this.#made().fork(label);
  }

  #made(): Rng {
    // The id stands last: it alone may hold a colon.
    this.#stream ??= this.#turns.fork(`${this.#world}:${this.#round}:${this.#agent}`);
    return this.#stream;
  }
}
