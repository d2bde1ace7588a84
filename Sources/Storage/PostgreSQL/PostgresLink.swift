import CPostgres
import Glibc
import Platforms

/// An open connection to a PostgreSQL server. Every method waits for the server's answer.
final class PostgresLink {
    /// So many statements are kept prepared; SQL with lists in it could grow without end.
    private static let preparedLimit = 256

    private struct Prepared: Hashable {
        let sql: String
        let types: [Oid]
    }

    private let handle: OpaquePointer
    private var prepared: [Prepared: String] = [:]

    /// Connects.
    ///
    /// - Parameter schema: where tables are looked for and made, instead of where the server would.
    init(to address: String, schema: String?) throws(PostgresFailure) {
        // What stands before the address is only for addresses that don't say it themselves.
        let parameters = [
            ("application_name", "switchboard"), ("connect_timeout", "5"), ("tcp_user_timeout", "15000"),
            ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
            ("dbname", address), ("client_encoding", "UTF8"),
        ]
        let connected = CStrings(parameters.map(\.0)).withPointers { names in
            CStrings(parameters.map(\.1)).withPointers { values in
                PQconnectdbParams(names + [nil], values + [nil], 1)
            }
        }
        guard let connected else {
            throw PostgresFailure(state: "", message: "There is no memory for a connection.", isConnectionLost: true)
        }
        handle = connected
        guard PQstatus(handle) == CONNECTION_OK else { throw connectionFailure() }
        guard PQserverVersion(handle) >= 140_000 else {
            throw PostgresFailure(state: "", message: "PostgreSQL 14 or later is needed.", isConnectionLost: true)
        }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        var settings = [
            "SET statement_timeout = '30s'", "SET idle_in_transaction_session_timeout = '60s'",
            "SET lock_timeout = '10s'",
        ]
        if let schema { settings.append("SET search_path = \"\(schema)\"") }
        try script(settings.joined(separator: ";"))
    }

    deinit { PQfinish(handle) }

    /// Runs several statements without values, and gives the rows of the last.
    @discardableResult
    func script(_ sql: String) throws(PostgresFailure) -> PostgresRows {
        try rows(of: PQexec(handle, sql))
    }

    func run(_ sql: String, _ values: [SQLValue]) throws(PostgresFailure) -> PostgresRows {
        let name = try preparedName(Prepared(sql: sql, types: values.map(\.postgresType)))
        let result = CStrings(values.map(\.postgresText)).withPointers { pointers in
            PQexecPrepared(handle, name, Int32(values.count), pointers, nil, nil, 0)
        }
        return try rows(of: result)
    }

    private func preparedName(_ statement: Prepared) throws(PostgresFailure) -> String {
        if let name = prepared[statement] { return name }
        if prepared.count == Self.preparedLimit {
            try script("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        _ = try rows(of: PQprepare(handle, name, statement.sql, Int32(statement.types.count), statement.types))
        prepared[statement] = name
        return name
    }

    private func rows(of result: OpaquePointer?) throws(PostgresFailure) -> PostgresRows {
        guard let result else { throw connectionFailure() }
        let rows = PostgresRows(result)
        if let failure = rows.failure { throw failure.with(isConnectionLost: PQstatus(handle) != CONNECTION_OK) }
        return rows
    }

    private func connectionFailure() -> PostgresFailure {
        let message = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
        return PostgresFailure(state: "", message: message.firstLine, isConnectionLost: true)
    }
}

extension PostgresFailure {
    fileprivate func with(isConnectionLost: Bool) -> PostgresFailure {
        var failure = self
        failure.isConnectionLost = isConnectionLost
        return failure
    }
}

extension String {
    /// Messages of libpq have a hint on a second line, and end in a line break.
    fileprivate var firstLine: String { split(whereSeparator: \.isNewline).first.map(String.init) ?? self }
}

extension SQLValue {
    fileprivate var postgresType: Oid {
        switch self {
        case .null: 0
        case .integer: 20
        case .text: 25
        }
    }

    fileprivate var postgresText: String? {
        switch self {
        case .null: nil
        case .integer(let number): String(number)
        case .text(let text): text.withoutNullCharacters
        }
    }
}
