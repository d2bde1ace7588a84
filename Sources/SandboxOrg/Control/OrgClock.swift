package import FoundationEssentials
import Synchronization

/// What the org takes for the present: the time of its source, unless it is set otherwise.
package final class OrgClock: Sendable {
    private enum Mode {
        case running(ahead: TimeInterval)
        case frozen(Date)
    }

    private let source: @Sendable () -> Date
    private let mode = Mutex(Mode.running(ahead: 0))

    package init(_ source: @escaping @Sendable () -> Date = { Date() }) { self.source = source }

    package var now: Date {
        switch mode.withLock({ $0 }) {
        case .running(let ahead): source().addingTimeInterval(ahead)
        case .frozen(let date): date
        }
    }

    package var isFrozen: Bool {
        if case .frozen = mode.withLock({ $0 }) { true } else { false }
    }

    /// Makes it another time. A clock that runs goes on from there; a frozen one stays frozen.
    package func set(to date: Date) {
        let real = source()
        mode.withLock { mode in
            if case .frozen = mode {
                mode = .frozen(date)
            } else {
                mode = .running(ahead: date.timeIntervalSince(real))
            }
        }
    }

    /// Makes it later, or earlier by a negative interval.
    package func advance(by interval: TimeInterval) {
        mode.withLock { mode in
            switch mode {
            case .running(let ahead): mode = .running(ahead: ahead + interval)
            case .frozen(let date): mode = .frozen(date.addingTimeInterval(interval))
            }
        }
    }

    /// Stops the clock, at another time or where it is.
    package func freeze(at date: Date? = nil) {
        let date = date ?? now
        mode.withLock { $0 = .frozen(date) }
    }

    /// Goes back to the time of its source.
    package func reset() {
        mode.withLock { $0 = .running(ahead: 0) }
    }
}
