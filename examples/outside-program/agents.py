"""Agents in Python, with the standard library alone: a line of JSON in for each turn, a line of JSON out.

A belief is a number. In round 1 it is drawn; in each later round an agent moves from its own belief towards the mean of
those it heard, and the message of its arm, which comes with the view as settings, adds a push.
"""

import json
import random
import sys


def act(view):
    # The seed differs in every turn and is the same when a run is repeated: draw from nothing else.
    chance = random.Random(view["seed"])
    settings = view["settings"]
    push, stubborn = settings["push"], settings["stubborn"]
    if view["round"] == 1:
        belief = chance.random() + push
    else:
        heard = [one["said"]["belief"] for one in view["heard"]]
        # What an agent keeps comes back as its state: a program keeps nothing itself.
        before = view["state"]
        others = sum(heard) / len(heard) if heard else before
        belief = stubborn * before + (1 - stubborn) * others + push
    return {"said": {"belief": belief}, "state": belief, "outcome": belief}


for line in sys.stdin:
    asked = json.loads(line)
    try:
        answer = {"id": asked["id"], "action": act(asked["view"])}
    except Exception as error:
        answer = {"id": asked["id"], "error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
