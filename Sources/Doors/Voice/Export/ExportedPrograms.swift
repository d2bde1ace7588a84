/// What the programs that are exported have in common, and what is each one's own. The agent's values go between double
/// underscores.
enum ExportedPrograms {
    static let liveKit = """
        \"""A LiveKit agent that works in the CRM through Switchboard. Written by `switchboard agents export`.

            pip install livekit-agents httpx
            SWITCHBOARD_SECRET=... python agent.py dev
        \"""

        import json
        import os

        import httpx
        from livekit import agents
        from livekit.agents import Agent, AgentSession, RunContext, function_tool

        \(client)
            def tools(self):
                return [self.tool(schema) for schema in TOOLS]

            def tool(self, schema):
                async def use(raw_arguments: dict[str, object], context: RunContext):
                    said = [item for item in context.session.history.items if getattr(item, "role", None) == "user"]
                    return await self.use(context.function_call.call_id, schema["name"], raw_arguments, said)

                return function_tool(use, raw_schema=schema)


        async def entrypoint(job: agents.JobContext):
            await job.connect()
            caller = await job.wait_for_participant()
            phone = caller.attributes.get("sip.phoneNumber")
            switchboard = Switchboard(caller.attributes.get("sip.callID") or job.job.id, phone)
            job.add_shutdown_callback(switchboard.end)
            session = AgentSession(
                stt="assemblyai/universal-streaming", llm="openai/\(AgentExport.model)", tts="cartesia/sonic-3"
            )
            agent = Agent(instructions=await switchboard.prompt(), tools=switchboard.tools())
            await session.start(room=job.room, agent=agent)
            await session.generate_reply(instructions="Greet the caller.")


        if __name__ == "__main__":
            agents.cli.run_app(agents.WorkerOptions(entrypoint_fnc=entrypoint))

        """

    static let pipecat = """
        \"""Tools for a Pipecat bot that work in the CRM through Switchboard. Written by `switchboard agents export`.

            pip install pipecat-ai httpx

        In the bot, with SWITCHBOARD_SECRET set:

            switchboard = Switchboard(call_id, caller_phone)
            context = LLMContext([{"role": "system", "content": await switchboard.prompt()}], switchboard.tools())
            switchboard.register(llm)
        \"""

        import json
        import os

        import httpx
        from pipecat.adapters.llm.schemas.function_schema import FunctionSchema
        from pipecat.adapters.llm.schemas.tools_schema import ToolsSchema
        from pipecat.services.llm_service import FunctionCallParams

        \(client)
            def tools(self):
                return ToolsSchema(
                    standard_tools=[
                        FunctionSchema(
                            name=schema["name"],
                            description=schema["description"],
                            properties=schema["parameters"]["properties"],
                            required=schema["parameters"].get("required", []),
                        )
                        for schema in TOOLS
                    ]
                )

            def register(self, llm):
                for schema in TOOLS:
                    # A write goes on when the caller speaks: cutting it off would not undo it.
                    llm.register_function(schema["name"], self.handle, cancel_on_interruption=False)

            async def handle(self, params: FunctionCallParams):
                said = [message for message in params.context.get_messages() if message.get("role") == "user"]
                outcome = await self.use(params.tool_call_id, params.function_name, dict(params.arguments), said)
                await params.result_callback(json.loads(outcome))

        """

    private static let client = """
        ENDPOINT = __ENDPOINT__
        NAME = __AGENT_NAME__
        PROMPT = __PROMPT__
        TOOLS = json.loads(__TOOLS__)


        class Switchboard:
            \"""One call. What is told about it here is trusted; of the model's words, only the arguments are used.\"""

            def __init__(self, call_id, caller_phone=None):
                self.call = {"id": call_id, "reports_turns": True}
                self.said, self.turns = [], 0
                if caller_phone:
                    self.call["caller_phone"] = caller_phone
                secret = os.environ["SWITCHBOARD_SECRET"]
                self.http = httpx.AsyncClient(headers={"Authorization": f"Bearer {secret}"}, timeout=10)

            async def post(self, path, body):
                answer = await self.http.post(ENDPOINT + path, json=body)
                answer.raise_for_status()
                return answer.json()

            async def prompt(self):
                variables = await self.post("/start", {"call": self.call})
                return PROMPT.replace("{{switchboard_context}}", variables["switchboard_context"])

            def hear(self, said):
                # A history may be cut or summed up: only what follows words that were known counts as said since.
                known = [at for at, message in enumerate(said) if any(message is one for one in self.said)]
                self.turns += len(said) - known[-1] - 1 if known else 0 if self.said else len(said)
                self.said = said or self.said

            async def use(self, id, tool, arguments, said):
                self.hear(said)
                call = self.call | {"turns": self.turns}
                return json.dumps(await self.post("/tools", {"call": call, "id": id, "tool": tool, "arguments": arguments}))

            async def end(self):
                await self.post("/end", {"call": self.call})
                await self.http.aclose()

        """
}
