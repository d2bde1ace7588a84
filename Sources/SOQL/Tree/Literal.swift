/// A constant as it stands in a query.
///
/// Numbers, dates and times keep the text they were written with, so that printing loses nothing.
package enum Literal: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// An integer or decimal, with its sign.
    case number(String)
    case string(StringLiteral)
    /// `2026-01-31`
    case date(String)
    /// `2026-01-31T10:00:00.000+01:00`
    case dateTime(String)
    /// `10:00:00.000Z`
    case time(String)
    /// `TODAY`, or `LAST_N_DAYS:30` with a count.
    case dateLiteral(Name, Count?)
    /// `USD5000`
    case currency(code: String, amount: String)
}

/// A whole number that a clause takes: `LIMIT 10`, `LAST_N_DAYS:30`.
package enum Count: Hashable, Sendable {
    case number(Int)
    case placeholder(Placeholder)
}

/// What stands on the right of a comparison.
package indirect enum Value: Hashable, Sendable {
    case literal(Literal)
    /// `('a', 'b', {{c}})`
    case list([Value])
    case subquery(Query)
    case placeholder(Placeholder)
}
