import FoundationEssentials

/// The REST API as the sandbox's faults let it be seen, with everything noted down; and beside it `/sandbox`.
struct ControlledAPI: Sendable {
    /// What a client gets to see.
    enum Delivery: Sendable {
        case answer(RestResponse)
        /// The body comes in pieces over a while.
        case slow(RestResponse, over: Duration)
        /// Half of the body is missing.
        case cutOff(RestResponse)
        /// The connection ends without an answer.
        case drop
    }

    let api: RestAPI
    let control: ControlAPI

    /// `isLocal` tells whether the client runs on this machine.
    func delivery(for request: RestRequest, isLocal: Bool) async -> Delivery {
        if request.path.first == "sandbox" {
            return .answer(await control.respond(to: request, isLocal: isLocal))
        }
        let (time, start) = (control.sandbox.clock.now, ContinuousClock.now)
        let schema = control.sandbox.org.schema
        let verdict = control.sandbox.faults.verdict(on: request, in: schema)
        var struck = request
        for part in verdict.parts.isEmpty ? [] : request.parts(in: schema) {
            struck.refusals[part.index] = verdict.parts[part.index]?.refusal(of: part.request)
        }
        let delivery = await delivery(for: struck, verdict)
        control.sandbox.requestLog.note(
            request,
            at: time,
            status: delivery.status,
            duration: start.duration(to: .now),
            fault: verdict.name
        )
        return delivery
    }

    private func delivery(for request: RestRequest, _ verdict: FaultBook.Verdict) async -> Delivery {
        if verdict.latency > .zero, await !Pause.wait(verdict.latency) { return .drop }
        if let error = verdict.kind?.refusal(of: request) { return .answer(api.refusal(error)) }
        switch verdict.kind {
        case .dropBeforeCommit: return .drop
        case .dropAfterCommit:
            _ = await api.respond(to: request)
            return .drop
        case .slowBody(let duration): return .slow(await api.respond(to: request), over: duration)
        case .malformedJSON: return .cutOff(await api.respond(to: request))
        default: return .answer(await api.respond(to: request))
        }
    }
}

extension ControlledAPI.Delivery {
    fileprivate var status: Int? {
        switch self {
        case .answer(let response), .slow(let response, over: _), .cutOff(let response): response.status
        case .drop: nil
        }
    }
}
