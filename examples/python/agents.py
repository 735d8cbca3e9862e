"""A population with the helper: agents move towards the mean of those they heard, and answer how sure they are."""

import spillway_agents as spillway


def act(view: spillway.View) -> spillway.Action:
    if view.question is not None:
        return spillway.Action(said="yes" if view.state is not None and view.state > 0.5 else "no")
    push = view.settings["push"]
    heard = [one.said["belief"] for one in view.heard]
    before = view.random().random() if view.state is None else view.state
    belief = (before + sum(heard) / len(heard)) / 2 + push if heard else before + push
    print(f"{view.agent} now believes {belief:.2f}")  # Goes to standard error.
    return spillway.Action(said={"belief": belief}, state=belief, outcome=belief)


spillway.run(act)
