import Logging
import ServiceLifecycle

extension Connections: Service {
    /// How often the connections are looked after.
    private static let pause = Duration.seconds(5)

    /// Looks after the connections until the server shuts down: renews tokens ahead of need, learns what other nodes
    /// changed, and puts on record how much of their API the orgs have used.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.lookAfterAll()
                try? await Task.sleep(for: Self.pause, clock: .continuous)
            }
        }
        await settleAll()
        for link in allLinks { await saveUsage(of: link) }
    }

    /// Waits for the renewals under way.
    func settleAll() async {
        for link in allLinks { await link.keeper.settle() }
    }

    /// Does once what ``run()`` does again and again.
    func lookAfterAll() async {
        do throws(ConnectionError) {
            _ = try await list()
        } catch {
            logger.warning("The connections can't be read.", metadata: ["reason": "\(error)"])
        }
        for link in allLinks {
            if link.connection != nil { await link.keeper.renewIfDue() }
            await saveUsage(of: link)
        }
    }

    private func saveUsage(of link: ConnectionLink) async {
        // What is lost here is seen again with the next answer.
        if let usage = link.takeUnsavedUsage() { try? await store.note(usage, of: link.id) }
    }
}

extension Connections: CustomStringConvertible {
    // Service groups name their services by their descriptions.
    package var description: String { "Connections" }
}
