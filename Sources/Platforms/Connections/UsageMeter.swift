import FoundationEssentials

/// Watches how much of an org's API is used up, and keeps a share of it for people.
struct UsageMeter: Sendable {
    /// What to do about a request of an agent.
    enum Admission: Hashable, Sendable {
        case admitted
        /// What is left is for people.
        case refused
        /// As ``refused``, but what is known is old: somebody should ask the org.
        case refusedUntilAsked
    }

    /// How long what the org said is believed, in seconds, once nothing is sent that would bring news.
    private static let belief: TimeInterval = 60

    private(set) var seen: SeenUsage?
    /// What was seen and is not on record yet.
    private(set) var unsaved: SeenUsage?
    private var askedAt: Date?

    init(_ seen: SeenUsage?) { self.seen = seen }

    /// Whether a request may be sent when so many percent are kept for people.
    mutating func admission(reservedPercent: Int, at now: Date) -> Admission {
        guard reservedPercent > 0, let seen, seen.share.granted > 0 else { return .admitted }
        let kept = (seen.share.granted * reservedPercent + 99) / 100
        guard seen.share.remaining <= kept else { return .admitted }
        let latest = max(seen.at, askedAt ?? .distantPast)
        guard now.timeIntervalSince(latest) >= Self.belief || latest > now else { return .refused }
        askedAt = now
        return .refusedUntilAsked
    }

    /// Notes what the org said with an answer.
    mutating func note(_ share: APIUsage.Share, at now: Date) {
        let usage = SeenUsage(share, at: now)
        if usage.share != seen?.share { unsaved = usage }
        seen = usage
    }

    /// Notes what another process has seen.
    mutating func learn(_ usage: SeenUsage?) {
        guard let usage, usage.at > seen?.at ?? .distantPast else { return }
        seen = usage
    }

    /// What is to be put on record now.
    mutating func takeUnsaved() -> SeenUsage? {
        defer { unsaved = nil }
        return unsaved
    }
}
