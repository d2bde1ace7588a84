import NIOHTTP1

extension HTTPTransport {
    /// Reads from a server of ours, as the command line does; nil when it can't be reached.
    package func get(
        _ url: String,
        bearer token: Secret,
        by deadline: ContinuousClock.Instant
    ) async -> (status: Int, body: [UInt8])? {
        let headers: HTTPHeaders = ["Authorization": "Bearer \(token.text)", "User-Agent": "Switchboard"]
        let request = Request(method: .GET, url: url, headers: headers, body: nil)
        guard let answer = try? await answer(to: request, by: deadline) else { return nil }
        return (answer.status, answer.body)
    }
}
