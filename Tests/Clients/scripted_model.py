"""A provider of models that plays a script, and takes only what the providers' own Python clients would send."""

import contextlib
import functools
import http.server
import json
import threading

import anthropic.types
import openai.types.chat
import pydantic
from anthropic.types import raw_message_stream_event
from openai.types.chat import chat_completion_message_param, completion_create_params


@functools.cache
def adapter(kind):
    # Iterable parts are read lazily, and only as long as their adapter lives.
    return pydantic.TypeAdapter(kind)


def checked(kind, value):
    """The value as the client's type reads it, its lazy parts included."""
    return exhausted(adapter(kind).validate_python(value))


def exhausted(value):
    if isinstance(value, dict):
        return {key: exhausted(member) for key, member in value.items()}
    if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
        return value
    return [exhausted(member) for member in value]


def outcome(content):
    """What a tool came to, without the marks around it."""
    assert content.startswith("<records>") and content.endswith("</records>"), content
    return json.loads(content.removeprefix("<records>").removesuffix("</records>"))


class ChatCompletions:
    """OpenAI's chat completions."""

    path = "/v1/chat/completions"
    name = "openai"
    key = ("Authorization", "Bearer sk-test")

    @staticmethod
    def outcomes(body):
        checked(completion_create_params.CompletionCreateParamsStreaming, {**body, "messages": []})
        names = {}
        outcomes = {}
        for message in body["messages"]:
            checked(chat_completion_message_param.ChatCompletionMessageParam, message)
            for call in message.get("tool_calls", []):
                json.loads(call["function"]["arguments"])
                names[call["id"]] = call["function"]["name"]
            if message["role"] == "tool":
                outcomes[names[message["tool_call_id"]]] = outcome(message["content"])
        return sum(message["role"] == "assistant" for message in body["messages"]), outcomes

    @staticmethod
    def events(turn, text, uses):
        def chunk(delta, **members):
            choices = [{"index": 0, "delta": delta, "finish_reason": members.pop("finish_reason", None)}]
            chunk = {"id": "c", "created": 1, "model": "m", "object": "chat.completion.chunk", "choices": choices}
            made = openai.types.chat.ChatCompletionChunk.model_validate({**chunk, **members})
            return f"data: {made.model_dump_json(exclude_unset=True)}\n\n"

        yield chunk({"role": "assistant", "content": ""})
        for word in text.split():
            yield chunk({"content": word + " "})
        for index, (name, arguments) in enumerate(uses):
            function = {"name": name, "arguments": ""}
            call = {"index": index, "id": f"call_{turn}_{index}", "type": "function", "function": function}
            yield chunk({"tool_calls": [call]})
            written = json.dumps(arguments)
            for piece in (written[:7], written[7:]):
                yield chunk({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
        yield chunk({}, finish_reason="tool_calls" if uses else "stop")
        usage = {"prompt_tokens": 900, "completion_tokens": 30, "total_tokens": 930}
        yield chunk({}, choices=[], usage=usage)
        yield "data: [DONE]\n\n"


class Messages:
    """Anthropic's messages."""

    path = "/v1/messages"
    name = "anthropic"
    key = ("x-api-key", "sk-test")

    @staticmethod
    def outcomes(body):
        checked(anthropic.types.message_create_params.MessageCreateParamsStreaming, body)
        assert [message["role"] for message in body["messages"]][:2] in (["user"], ["user", "assistant"])
        names = {}
        outcomes = {}
        for message, before in zip(body["messages"], [{}, *body["messages"]]):
            assert message["role"] != before.get("role"), "The sides do not alternate."
            for block in message["content"]:
                if block["type"] == "tool_use":
                    names[block["id"]] = block["name"]
                if block["type"] == "tool_result":
                    outcomes[names[block["tool_use_id"]]] = outcome(block["content"])
        return sum(message["role"] == "assistant" for message in body["messages"]), outcomes

    @staticmethod
    def events(turn, text, uses):
        def event(content):
            made = adapter(raw_message_stream_event.RawMessageStreamEvent).validate_python(content)
            return f"event: {made.type}\ndata: {made.model_dump_json(exclude_unset=True)}\n\n"

        message = {"id": "msg", "type": "message", "role": "assistant", "model": "m", "content": []}
        message |= {"stop_reason": None, "stop_sequence": None, "usage": {"input_tokens": 900, "output_tokens": 1}}
        yield event({"type": "message_start", "message": message})
        index = 0
        if text:
            yield event({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}})
            for word in text.split():
                delta = {"type": "text_delta", "text": word + " "}
                yield event({"type": "content_block_delta", "index": 0, "delta": delta})
            yield event({"type": "content_block_stop", "index": 0})
            index = 1
        for number, (name, arguments) in enumerate(uses):
            block = {"type": "tool_use", "id": f"toolu_{turn}_{number}", "name": name, "input": {}}
            yield event({"type": "content_block_start", "index": index + number, "content_block": block})
            written = json.dumps(arguments)
            for piece in ("", written[:7], written[7:]):
                delta = {"type": "input_json_delta", "partial_json": piece}
                yield event({"type": "content_block_delta", "index": index + number, "delta": delta})
            yield event({"type": "content_block_stop", "index": index + number})
        delta = {"stop_reason": "tool_use" if uses else "end_turn", "stop_sequence": None}
        yield event({"type": "message_delta", "delta": delta, "usage": {"output_tokens": 30}})
        yield event({"type": "message_stop"})


WIRES = [ChatCompletions, Messages]


def scripted_model(wire, script):
    """Serves a model that plays a script: a list of functions of the outcomes so far, each giving text and uses.

    Gives the model's address, and what it did not like about the requests.
    """
    return serving_model(wire, lambda body, turn, outcomes: script[turn](outcomes))


@contextlib.contextmanager
def serving_model(wire, respond):
    """Serves a model whose text and uses a function gives, from the request, the number of its turn and the outcomes."""
    problems = []

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                assert self.path == wire.path, self.path
                name, value = wire.key
                assert self.headers[name] == value, f"{name} is {self.headers[name]}"
                turn, outcomes = wire.outcomes(body)
                text, uses = respond(body, turn, outcomes)
            except Exception as problem:  # Whatever it is, the test must hear of it and the caller must not wait.
                problems.append(problem)
                self.send_error(400)
                return
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for event in wire.events(turn, text, uses):
                data = event.encode()
                self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                self.wfile.flush()
            self.wfile.write(b"0\r\n\r\n")

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1", problems
    finally:
        server.shutdown()
        server.server_close()
