import Doors
import Foundation
import Platforms
import Workspace

/// A browser's request, as a page sees it: checked, read and free of how it came in.
struct Visit: Sendable {
    /// Who asks; nil on pages for anyone.
    let principal: Principal?
    /// The parameters of the path, decoded.
    let path: [String: String]
    let query: FormValues
    let form: FormValues
    /// How the browser reaches the server: `https://switchboard.example`.
    let origin: String
    /// Where the request comes from; nil when that is not known.
    let address: String?
    /// What it comes with, such as `Firefox on Linux`; nil when that is not known.
    let device: String?
    /// The session's token; nil on pages for anyone.
    let session: Secret?

    /// What the session that asks is known by; nil on pages for anyone.
    var sessionID: String? {
        if case .session(let id)? = principal?.proof { id } else { nil }
    }

    /// A parameter of the path. The router gives every parameter the path names.
    func parameter(_ name: String) -> String { path[name] ?? "" }

    /// Whether the box was ticked that stands beside a button that can't be taken back.
    var isSure: Bool { form["sure"] == "on" }

    /// Whether whoever asks may change something.
    var mayChange: Bool { principal?.role == .owner }
}
