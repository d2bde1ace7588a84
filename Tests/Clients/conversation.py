"""Conversations as data, for every door to play: what the caller says, and what the agent uses."""

import asyncio
import dataclasses
from collections.abc import Callable, Sequence


@dataclasses.dataclass(frozen=True)
class Use:
    """One use of a tool by the agent."""

    tool: str
    # From what earlier uses came to, by their names.
    arguments: Callable[[dict], dict]
    # How it may end.
    ends: Sequence[str] = ("completed",)
    # What the person says when the door asks them at once (MCP's elicitation). None where nothing is to be asked.
    answer: bool | None = None
    # What later uses know its outcome by.
    name: str = ""
    # In which of the agent's calls.
    call: int = 0

    @property
    def known_as(self):
        return self.name or self.tool


@dataclasses.dataclass(frozen=True)
class Turn:
    """What the caller says, and what the agent uses after it."""

    caller: str | None
    uses: Sequence[Use]
    # Whether the agent sends all of its uses without waiting for one to end.
    at_once: bool = False
    call: int = 0


async def play(turns, door, outcomes=None):
    """Plays a conversation through a door and gives what each use came to, as the outcomes' JSON.

    The door has `async spoke(call, line)`, `async use(call, tool, arguments, answer)`, which gives the outcome, and
    `asks`: whether it asks the person itself. It opens a call with its first use.
    """
    outcomes = {} if outcomes is None else outcomes

    async def play_use(use):
        outcome = await door.use(use.call, use.tool, use.arguments(outcomes), use.answer)
        outcomes[use.known_as] = outcome
        asked = door.asks and use.answer is not None
        ends = (["completed"] if use.answer else ["refused"]) if asked else use.ends
        assert outcome["outcome"] in ends, f"{use.known_as} came to {outcome}, not {ends}"
        # Whoever was asked at once need not say yes once more.
        if asked:
            outcomes["confirm"] = outcome

    for turn in turns:
        if turn.caller is not None:
            await door.spoke(turn.call, turn.caller)
        uses = [use for use in turn.uses if not (door.asks and use.tool == "confirm")]
        if turn.at_once:
            await asyncio.gather(*map(play_use, uses))
        else:
            for use in uses:
                await play_use(use)
    return outcomes
