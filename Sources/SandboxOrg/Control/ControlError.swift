/// Why something asked of `/sandbox` was not done.
package struct ControlError: Error, Sendable, CustomStringConvertible {
    package let description: String
    /// The HTTP status of the answer.
    var status: Int

    init(_ description: String, status: Int = 400) {
        self.description = description
        self.status = status
    }
}
