"""Agents in Python for studies with agents of the kind `command`: the standard library alone, one file to copy beside your program.

    import spillway_agents as spillway

    def act(view: spillway.View) -> spillway.Action:
        heard = [float(one.said) for one in view.heard]
        belief = sum(heard) / len(heard) if heard else view.random().random()
        return spillway.Action(said=belief, state=belief, outcome=belief)

    spillway.run(act)

`run` reads a view for each turn, calls `act`, writes its action and flushes it. What `act` prints goes to standard error, so that it cannot
be taken for an answer. An exception fails the turn, with its words; `Wait`, `Invalid`, `Refused`, `Timeout` and `Stop` say more.
"""

from __future__ import annotations

import json
import math
import random
import sys
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional, Union

__all__ = ["Action", "Heard", "Invalid", "Question", "Refused", "Retry", "Stop", "Timeout", "View", "Wait", "run"]


@dataclass(frozen=True)
class Heard:
    """What one neighbour said in the round before. Any JSON value."""

    sender: str
    said: Any


@dataclass(frozen=True)
class Retry:
    """An earlier answer in this turn was no good: which attempt this is (from 2), and why the last one failed."""

    attempt: int
    because: str


@dataclass(frozen=True)
class Question:
    """The agent is not to act but to answer a question: what the action says is the answer."""

    name: str
    prompt: str
    #: What kind of answer is wanted: {"kind": "choice", "options": [...]}, {"kind": "number", "from": 0, "to": 10} ...
    answer: Dict[str, Any]
    #: The latest turn of the agent: round, heard, crowd, said.
    turn: Optional[Dict[str, Any]] = None


@dataclass(frozen=True)
class View:
    """What an agent sees in a turn."""

    world: int
    #: From 1.
    round: int
    rounds: int
    agent: str
    arm: str
    heard: List[Heard]
    #: What the agent kept in its last turn; None in the first.
    state: Any
    #: What the channel says of all together, where it sums them up.
    crowd: Any
    #: A whole number of this turn and attempt alone, the same when the run is repeated.
    seed: int
    #: Those of the study, which may differ by arm.
    settings: Any
    question: Optional[Question]
    retry: Optional[Retry]

    def random(self) -> random.Random:
        """A stream of chance for this turn. Draw from nothing else, and the run can be repeated."""
        return random.Random(self.seed)


@dataclass(frozen=True)
class Action:
    """What an agent does. All of it is optional, and JSON."""

    #: What neighbours hear in the next round, or the answer to a question.
    said: Any = None
    #: What the agent keeps for its own next turn. A program keeps nothing itself: the next turn may be played by another process.
    state: Any = None
    #: The measured number.
    outcome: Optional[float] = None
    #: {"model", "usage": {"input", "output"}, "cost", "text", "answer": {...}} of a call that was made.
    call: Optional[Dict[str, Any]] = None


class _Fault(Exception):
    kind = "invalid"

    def __init__(self, message: str, retry_after: Optional[float] = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Wait(_Fault):
    """What the agent needs is busy: ask again, after `retry_after` seconds."""

    kind = "wait"


class Timeout(_Fault):
    """It took too long: ask again."""

    kind = "timeout"


class Invalid(_Fault):
    """The answer was no good: ask again with the reason in `view.retry`."""

    kind = "invalid"


class Refused(_Fault):
    """The agent refuses to answer, which is its answer."""

    kind = "refused"


class Stop(_Fault):
    """Only a person can mend this: stop the run."""

    kind = "stop"


def run(act: Callable[[View], Union[Action, Dict[str, Any], None]]) -> None:
    """Answers every view on standard input by `act`, until the input ends."""
    answers, sys.stdout = sys.stdout, sys.stderr
    # Python on some systems writes another encoding than UTF-8, and another line break.
    for stream in (sys.stdin, answers):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline="\n")
    try:
        for line in sys.stdin:
            if line.strip() == "":
                continue
            answers.write(_answer(act, line) + "\n")
            answers.flush()
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    finally:
        sys.stdout = answers


def _answer(act: Callable[[View], Any], line: str) -> str:
    asked = json.loads(line)
    try:
        return _text({"id": asked["id"], "action": _action(act(_view(asked["view"])))})
    except _Fault as fault:
        told = {"kind": fault.kind, "message": str(fault) or fault.kind}
        if fault.retry_after is not None:
            told["retryAfter"] = fault.retry_after
        return _text({"id": asked["id"], "error": told})
    except Exception as error:  # Whatever went wrong is this turn's, and the others go on.
        return _text({"id": asked["id"], "error": f"{type(error).__name__}: {error}"})


def _text(value: Any) -> str:
    # A line break inside is written out, and NaN is no JSON.
    return json.dumps(value, ensure_ascii=True, allow_nan=False)


def _view(given: Dict[str, Any]) -> View:
    question = given.get("question")
    retry = given.get("retry")
    return View(
        world=given["world"],
        round=given["round"],
        rounds=given["rounds"],
        agent=given["agent"],
        arm=given["arm"],
        heard=[Heard(one["from"], one["said"]) for one in given.get("heard", [])],
        state=given.get("state"),
        crowd=given.get("crowd"),
        seed=given["seed"],
        settings=given.get("settings"),
        question=question
        and Question(question["name"], question["prompt"], question["answer"], question.get("turn")),
        retry=retry and Retry(retry["attempt"], retry["because"]),
    )


def _action(given: Any) -> Dict[str, Any]:
    if given is None:
        return {}
    if isinstance(given, Action):
        given = {"said": given.said, "state": given.state, "outcome": given.outcome, "call": given.call}
    if not isinstance(given, dict):
        raise TypeError(f"act must return an Action, a dict or None, got {type(given).__name__}")
    known = {key: value for key, value in given.items() if value is not None}
    outcome = known.get("outcome")
    if outcome is not None:
        number = float(outcome)
        if not math.isfinite(number):
            raise ValueError(f"the outcome must be a finite number, got {outcome!r}")
        known["outcome"] = number
    return known
