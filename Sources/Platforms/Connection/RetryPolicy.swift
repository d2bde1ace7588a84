/// How often to try again, and how long to wait before.
package struct RetryPolicy: Hashable, Sendable {
    /// The most times one request is sent, the renewal of a token not counted.
    package var attempts: Int
    /// The longest wait before the second attempt. It doubles with every further one.
    package var firstPause: Duration
    package var longestPause: Duration
    /// What must be left of the deadline after a wait for another attempt to make sense.
    package var smallestRemainder: Duration

    package init(
        attempts: Int = 4,
        firstPause: Duration = .milliseconds(150),
        longestPause: Duration = .seconds(1),
        smallestRemainder: Duration = .milliseconds(200)
    ) {
        self.attempts = attempts
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.smallestRemainder = smallestRemainder
    }

    /// The wait after a number of failed attempts: from half of the full pause to all of it, so that clients that
    /// failed together do not come back together.
    func pause(afterAttempts count: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        let full = min(longestPause, firstPause * (1 << min(count - 1, 16)))
        return full / 2 + full / 2 * Double.random(in: 0...1, using: &generator)
    }
}
