import ServiceLifecycle

/// Waiting on purpose.
enum Pause {
    /// Waits so long, but no longer than the server runs. False when it was cut short.
    @discardableResult
    static func wait(_ duration: Duration) async -> Bool {
        do {
            try await cancelWhenGracefulShutdown { try await Task.sleep(for: duration) }
            return true
        } catch {
            return false
        }
    }
}
