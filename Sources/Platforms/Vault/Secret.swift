/// A text nobody may see: a token, a password, a key. It never prints itself.
package struct Secret: Hashable, Sendable {
    /// The text, for the one place that needs it.
    package let text: String

    package init(_ text: String) { self.text = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "(secret)" }
    package var debugDescription: String { "(secret)" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
