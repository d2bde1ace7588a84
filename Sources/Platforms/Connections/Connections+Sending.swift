package import Actions
import JSON

extension Connections {
    /// Sends a request through a connection and waits for its result until the deadline.
    ///
    /// It is refused with `limitExceeded` while what is left of the org's requests is kept for people.
    package func send(
        _ request: CRMRequest,
        through id: SavedConnection.ID,
        deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> CRMResponse {
        let link = try await usableLink(id)
        switch link.admission(at: now) {
        case .admitted: break
        case .refused: throw Self.reserved
        case .refusedUntilAsked:
            // News comes with the answer to anything; this asks for the limits themselves.
            Task {
                _ = try? await self.answer(
                    to: Self.limits(of: link.saved),
                    through: link,
                    deadline: .now + .seconds(10)
                )
            }
            throw Self.reserved
        }
        return try await answer(to: request, through: link, deadline: deadline)
    }

    /// What an org says about an object, of the name the org gives it. Fails with `notFound` when it has none.
    package func describe(
        _ object: String,
        through id: SavedConnection.ID,
        deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> ObjectDescription {
        let link = try await usableLink(id)
        if let known = link.description(of: object) { return known }
        let request = Self.request(of: link.saved, "sobjects", object, "describe")
        let response = try await answer(to: request, through: link, deadline: deadline)
        guard let description = response.json.flatMap(ObjectDescription.init) else {
            throw CRMError(.unreadable, detail: "The description of \(object) makes no sense.")
        }
        link.keep(description, of: object)
        return description
    }

    /// The objects an org has.
    package func objects(
        through id: SavedConnection.ID,
        deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> [ObjectSummary] {
        let link = try await usableLink(id)
        if let known = link.objects { return known }
        let response = try await answer(to: Self.request(of: link.saved, "sobjects"), through: link, deadline: deadline)
        guard let list = response.json?["sobjects"]?.array?.compactMap(ObjectSummary.init), !list.isEmpty else {
            throw CRMError(.unreadable, detail: "The list of objects makes no sense.")
        }
        link.keep(list)
        return list
    }

    private func usableLink(_ id: SavedConnection.ID) async throws(CRMError) -> ConnectionLink {
        do throws(ConnectionError) {
            let link = try await knownLink(id)
            // Another node may have signed in since.
            return link.connection == nil ? try await freshLink(id) : link
        } catch {
            switch error {
            case .store(let error): throw CRMError(.unavailable, detail: "The database can't be used: \(error)")
            default: throw CRMError(.signInRefused, detail: "There is no such connection any more.")
            }
        }
    }

    private func answer(
        to request: CRMRequest,
        through link: ConnectionLink,
        deadline: ContinuousClock.Instant
    ) async throws(CRMError) -> CRMResponse {
        guard let connection = link.connection else {
            throw CRMError(.signInRefused, detail: "Nobody is signed in to the org.")
        }
        let start = ContinuousClock.now
        do throws(CRMError) {
            let response = try await connection.send(request, deadline: deadline)
            link.metrics.record(start.duration(to: .now))
            if let share = response.usage?.organization {
                link.note(share, at: now)
                link.metrics.record(share)
            }
            return response
        } catch {
            link.metrics.record(start.duration(to: .now), failure: error.kind)
            throw error
        }
    }

    private static let reserved = CRMError(
        .limitExceeded,
        detail: "What is left of the org's requests for today is kept for people."
    )

    private static func limits(of connection: SavedConnection) -> CRMRequest { request(of: connection, "limits") }

    private static func request(of connection: SavedConnection, _ segments: String...) -> CRMRequest {
        CRMRequest(.get, segments: ["services", "data", "v\(connection.settings.apiVersion)"] + segments)
    }
}
