"""The conversations through MCP. This runs with either line of the official client."""


class MCPDoor:
    """Calls through clients that are connected already, one for each call.

    The client says with each request how often the caller has spoken. One that can ask has its person answer what the
    conversation says.
    """

    def __init__(self, call_tool, asks=False, reports_turns=True):
        """`call_tool(call, tool, arguments, meta)` gives whether the result is an error, its text and its structure."""
        self.call_tool = call_tool
        self.asks = asks
        self.reports_turns = reports_turns
        self.turns = {}
        self.answer = None
        self.questions = []

    async def spoke(self, call, line):
        self.turns[call] = self.turns.get(call, 0) + 1

    async def use(self, call, tool, arguments, answer):
        self.answer = answer
        meta = {"switchboard/turn": self.turns.get(call, 0)} if self.reports_turns else None
        is_error, text, outcome = await self.call_tool(call, tool, arguments, meta)
        assert is_error == (outcome["outcome"] in ("invalid", "refused", "unavailable")), outcome
        assert outcome["say"] and outcome["say"] in text
        return outcome

    def asked(self, message):
        """What the person answers to a question."""
        self.questions.append(message)
        assert self.answer is not None, f"Nobody should have been asked: {message}"
        return {"action": "accept", "content": {"confirm": True}} if self.answer else {"action": "decline"}
