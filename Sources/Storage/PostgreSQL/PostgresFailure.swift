import Platforms

/// Why PostgreSQL did not do what it was asked.
struct PostgresFailure: Error {
    /// The five characters that name the error; empty when the server could not be asked.
    let state: String
    let message: String
    /// What of which table was taken, as in `agents.name`.
    var key: String?
    /// Whether the connection is of no more use.
    var isConnectionLost = false

    /// Whether the same transaction may succeed if it is run again.
    var isInTheWay: Bool {
        switch state {
        // Serialization failure, deadlock, a lock that was not to be had.
        case "40001", "40P01", "55P03": true
        // Another node has changed a table since the statement was prepared.
        case "0A000": message.contains("cached plan")
        default: false
        }
    }

    var storeError: StoreError {
        if isConnectionLost { return .unavailable(message) }
        if isInTheWay { return .conflict }
        switch (state, state.prefix(2)) {
        case ("23505", _): return .taken(key ?? message)
        case ("23503", _): return .conflict
        // Read-only server, connections, resources, operator, system, configuration.
        case ("25006", _), (_, "08"), (_, "53"), (_, "55"), (_, "57"), (_, "58"), (_, "F0"), (_, "28"), (_, "3D"),
            ("", _):
            return .unavailable(message)
        default: return .unreadable(message)
        }
    }
}
