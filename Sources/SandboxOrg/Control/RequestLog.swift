package import FoundationEssentials
import HTTPTypes
import Synchronization

/// The latest requests the org answered. What was in them is not kept: no headers, no queries, no bodies.
package final class RequestLog: Sendable {
    package struct Entry: Sendable {
        /// Counted from 1 since the start.
        package let number: Int
        /// When it came, by the org's clock.
        package let time: Date
        package let method: String
        /// With percent escapes resolved; no more than its first thousand characters.
        package let path: String
        /// Nil when nothing was answered.
        package let status: Int?
        /// Until the answer was ready.
        package let duration: Duration
        /// The length of the request's body.
        package let bodyLength: Int
        /// The fault that struck it, a wait included.
        package let fault: String?
    }

    private let capacity: Int
    private let entries = Mutex<(latest: [Entry], count: Int)>(([], 0))

    /// Keeps no more than `capacity` requests.
    package init(capacity: Int) { self.capacity = max(0, capacity) }

    /// The oldest first.
    package var latest: [Entry] { entries.withLock { $0.latest.suffix(capacity) } }

    package func clear() { entries.withLock { $0.latest = [] } }

    func note(
        _ request: RestRequest,
        at time: Date,
        status: Int?,
        duration: Duration,
        fault: String?
    ) {
        let path = String(request.pathText.prefix(1000))
        entries.withLock { entries in
            entries.count += 1
            // Half of it goes at once, so that most requests move nothing.
            if entries.latest.count >= 2 * capacity { entries.latest.removeFirst(entries.latest.count - capacity) }
            entries.latest.append(
                Entry(
                    number: entries.count,
                    time: time,
                    method: request.method.rawValue,
                    path: path,
                    status: status,
                    duration: duration,
                    bodyLength: request.body.count,
                    fault: fault
                )
            )
        }
    }
}
