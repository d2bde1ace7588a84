import Calls
import HTTPTypes
import JSON

extension CallResource {
    /// Finding out who is calling.
    var verification: [Endpoint] {
        [
            Endpoint(
                .post,
                "/v1/calls/{call_id}/verification",
                "verifyCaller",
                "Checks what a caller says of themselves, or the code that was sent to them.",
                for: .agent,
                body: .json(
                    .named(
                        "Verification",
                        .object([
                            .optional(
                                "facts",
                                .map(of: .text(upTo: 500)),
                                "What the caller said, by the facts' names."
                            ),
                            .optional("code", .text(upTo: 50), "The code the caller read out, instead of facts."),
                        ])
                    ),
                    example: ["facts": ["email": "ada@acme.example", "postal_code": "10115"]]
                ),
                answers: [.json("How it ended.", .outcome)]
            ) { request in
                let call = try await live(request)
                switch (request.body["facts"]?.object, request.body["code"]?.string) {
                case (let facts?, nil): return .json(.object(await call.verify(facts).json))
                case (nil, let code?): return .json(.object(await call.verify(code: code).json))
                default:
                    throw ProblemDetails(.unprocessableContent, "invalid_body", "Give either `facts` or a `code`.")
                }
            },
            Endpoint(
                .post,
                "/v1/calls/{call_id}/verification/code",
                "sendCode",
                "Sends a code to the number or address the CRM has of the caller.",
                for: .agent,
                answers: [.json("How it ended.", .outcome)]
            ) { request in
                .json(.object(await (try await live(request)).sendCode().json))
            },
        ]
    }
}
