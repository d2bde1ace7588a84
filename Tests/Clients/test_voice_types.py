"""What is given to other people's clients, held against the types of their own Python packages."""

import json
import re
import subprocess
import sys
import unittest.mock

import anthropic.types
import elevenlabs.types
import google.genai.types
import jsonschema
import mcp_types
import openai.types.chat
import openai.types.responses
import pydantic
import pytest
import retell.types.agent_create_params
import retell.types.llm_create_params
import retell.types.phone_number_update_params
import vapi.types

from sandbox import switchboard_path

DIALECTS = {
    "openai": openai.types.chat.ChatCompletionFunctionToolParam,
    "openai-strict": openai.types.chat.ChatCompletionFunctionToolParam,
    "openai-responses": openai.types.responses.FunctionToolParam,
    "openai-responses-strict": openai.types.responses.FunctionToolParam,
    "anthropic": anthropic.types.ToolParam,
    "gemini": google.genai.types.Tool,
    "mcp": mcp_types.Tool,
    "vapi": vapi.types.OpenAiModelToolsItem_Function,
    "retell": retell.types.llm_create_params.GeneralToolCustomTool,
    "elevenlabs": elevenlabs.types.ToolRequestModelToolConfig_Webhook,
}


def schemas(dialect, *names):
    command = [switchboard_path(), "actions", "schema", "--dialect", dialect, *names]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def accepted(kind, value):
    """Refuses a value that a type does not take, and members that it does not know."""
    adapter = pydantic.TypeAdapter(kind)
    taken = adapter.validate_python(value)
    if isinstance(taken, pydantic.BaseModel):
        assert not unknown(taken), f"{kind} does not know {unknown(taken)}"
    else:
        assert adapter.dump_python(taken, mode="json") == value
    return taken


def unknown(value):
    """The members that were taken only because a package's types let others through."""
    if isinstance(value, pydantic.BaseModel):
        own = list(value.model_extra or {})
        return own + [name for field in type(value).model_fields for name in unknown(getattr(value, field))]
    if isinstance(value, list):
        return [name for element in value for name in unknown(element)]
    if isinstance(value, dict):
        return [name for element in value.values() for name in unknown(element)]
    return []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_all_tools_are_what_the_package_takes(dialect):
    tools = schemas(dialect)
    assert len(tools[0]["functionDeclarations"] if dialect == "gemini" else tools) == 56
    for tool in tools:
        accepted(DIALECTS[dialect], tool)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_tool_that_is_wrong_is_noticed(dialect):
    tool = schemas(dialect, "create_case")[0]
    for name in ("name", "function", "functionDeclarations"):
        if name in tool:
            tool[name] = 7
    with pytest.raises(pydantic.ValidationError):
        accepted(DIALECTS[dialect], tool)


def parameters(tool):
    return tool.get("function", tool).get("parameters") or tool.get("input_schema") or tool.get("inputSchema")


@pytest.mark.parametrize("dialect", ["openai", "openai-strict", "openai-responses", "anthropic", "mcp"])
def test_all_parameters_are_json_schemas(dialect):
    for tool in schemas(dialect):
        jsonschema.Draft202012Validator.check_schema(parameters(tool))


def test_strict_tools_are_as_strict_mode_wants_them():
    for dialect in ("openai-strict", "openai-responses-strict"):
        for tool in schemas(dialect):
            schema = parameters(tool)
            assert schema["additionalProperties"] is False
            assert schema["required"] == list(schema["properties"])


@pytest.fixture(scope="module")
def exported(server):
    """What is exported of an agent, by platform."""
    agent, token = server.agent("Exported", ["search_contact", "create_case", "log_call"], instructions="Be brief.")

    def export(platform):
        answer = server.request("GET", f"/v1/agents/{agent}/export?platform={platform}")
        assert answer.ok, answer.text
        return answer.text

    export.agent = agent
    return export


def test_vapi_takes_the_assistant(exported):
    assistant = json.loads(exported("vapi"))
    taken = accepted(vapi.types.CreateAssistantDto, assistant)
    assert taken.server.url.endswith(f"/voice/vapi/{exported.agent}")
    assert "{{switchboard_context}}" in assistant["model"]["messages"][0]["content"]


def test_retell_takes_the_model_the_agent_and_the_number(exported):
    parts = json.loads(exported("retell"))
    accepted(retell.types.llm_create_params.LlmCreateParams, parts["retell_llm"])
    accepted(retell.types.agent_create_params.AgentCreateParams, parts["agent"])
    accepted(retell.types.phone_number_update_params.PhoneNumberUpdateParams, parts["phone_number"])
    # What is said about a call by nobody must not be spoken as it stands.
    variables = parts["retell_llm"]["default_dynamic_variables"]
    assert set(variables) == {"switchboard_context", "switchboard_call", "caller_name"}


def test_elevenlabs_takes_the_agent(exported):
    parts = json.loads(exported("elevenlabs"))
    accepted(elevenlabs.types.ConversationalConfig, parts["agent"]["conversation_config"])
    accepted(elevenlabs.types.AgentPlatformSettingsRequestModel, parts["agent"]["platform_settings"])
    # The API refuses them here.
    assert "tools" not in parts["agent"]["conversation_config"]["agent"]["prompt"]
    for tool in parts["tools"]:
        accepted(elevenlabs.types.ToolRequestModel, tool)
        # The secret is theirs to keep.
        assert tool["tool_config"]["api_schema"]["request_headers"]["Authorization"] == {"secret_id": "SECRET_ID"}


def test_the_answer_to_an_assistant_request_is_vapis(server, exported):
    secret = "a-secret-of-the-voice-platforms"
    server.made("PUT", f"/v1/agents/{exported.agent}/channels/vapi", {"secret": secret})
    message = {"type": "assistant-request", "call": {"id": "types-1"}, "customer": {"number": "+15552345678"}}
    answer = server.request(
        "POST",
        f"/voice/vapi/{exported.agent}",
        json={"message": message},
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert answer.ok, answer.text
    accepted(vapi.types.ServerMessageResponseAssistantRequest, answer.json())


@pytest.mark.parametrize("platform", ["livekit", "pipecat"])
def test_an_exported_program_is_python(exported, platform):
    program = exported(platform)
    compile(program, f"{platform}.py", "exec")
    assert "__" not in program.replace("__init__", "").replace("__main__", "").replace("__name__", "")


@pytest.mark.parametrize("platform", ["livekit", "pipecat"])
def test_an_exported_program_counts_only_what_was_said_since(exported, platform, monkeypatch):
    text = exported(platform)
    for module in re.findall(r"^(?:from|import) ((?:livekit|pipecat)[\w.]*)", text, re.MULTILINE):
        # The frameworks are not installed here.
        for end in range(module.count(".") + 1):
            monkeypatch.setitem(sys.modules, ".".join(module.split(".")[: end + 1]), unittest.mock.MagicMock())
    monkeypatch.setenv("SWITCHBOARD_SECRET", "a-secret-of-the-programs")
    program = {"__name__": platform}
    exec(compile(text, f"{platform}.py", "exec"), program)
    one, two, three, four, summary = ({"role": "user"} for _ in range(5))

    def turns(*histories):
        switchboard = program["Switchboard"]("call")
        for history in histories:
            switchboard.hear(history)
        return switchboard.turns

    assert turns([one]) == turns([one], [one]) == turns([], [one]) == 1
    assert turns([one], [one, two]) == 2
    # Of a history that was cut, what follows words that were known is new.
    assert turns([one, two], [two, three]) == turns([one, two, three], [three]) == 3
    # A summary is said by nobody.
    assert turns([one, two], [summary, two]) == turns([one, two], [summary]) == turns([one, two], [], [summary]) == 2
    assert turns([one, two], [summary, two, three]) == 3
    # Where nothing known is left nothing is known to be new, until somebody speaks again.
    assert turns([one, two], [summary, three]) == 2
    assert turns([one, two], [summary, three], [summary, three, four]) == 3


def test_the_command_writes_the_same_from_the_server_and_from_a_file(server, exported, tmp_path):
    def run(*options):
        command = [switchboard_path(), "agents", "export", "Exported", "--platform", "retell", *options]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, env={"SWITCHBOARD_TOKEN": server.token}
        ).stdout

    assert run("--server", server.url) == exported("retell")
    file = tmp_path / "workspace.yaml"
    file.write_text(server.request("GET", "/v1/workspace").text)
    assert run("--file", str(file), "--server", server.url, "--id", exported.agent) == exported("retell")
