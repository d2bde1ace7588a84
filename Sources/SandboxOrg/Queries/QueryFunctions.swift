import FoundationEssentials
import GRDB

/// The SQL functions that compiled queries call.
enum QueryFunctions {
    /// Makes the functions known to a connection.
    static func register(on db: Database) {
        db.add(function: like)
        db.add(function: datePart)
        db.add(function: distance)
    }

    /// `soql_like(pattern, text)`: whether a text matches a pattern with `%`, `_` and `\`, whatever the case.
    ///
    /// SQLite's own `LIKE` is as good and faster, but ignores the case of ASCII letters only.
    private static let like = DatabaseFunction("soql_like", argumentCount: 2, pure: true) { values in
        guard let pattern = String.fromDatabaseValue(values[0]), let text = String.fromDatabaseValue(values[1]) else {
            return nil
        }
        return LikePattern(pattern).matches(text)
    }

    /// `soql_distance(latitude, longitude, latitude, longitude, unit)`: how far two places are apart; null where one is
    /// not known.
    private static let distance = DatabaseFunction("soql_distance", argumentCount: 5, pure: true) { values in
        let degrees = values.prefix(4).compactMap { Double.fromDatabaseValue($0) }
        guard degrees.count == 4, let unit = String.fromDatabaseValue(values[4]).flatMap(Geography.Unit.init) else {
            return nil
        }
        let start = Geography.Place(latitude: degrees[0], longitude: degrees[1])
        let end = Geography.Place(latitude: degrees[2], longitude: degrees[3])
        return Geography.distance(from: start, to: end, in: unit)
    }

    /// `soql_date_part(part, value, zone)`: a part of a stored date (text) or date and time (milliseconds).
    ///
    /// The zone is the name of a time zone, or null for UTC.
    private static let datePart = DatabaseFunction("soql_date_part", argumentCount: 3, pure: true) { values in
        guard let name = String.fromDatabaseValue(values[0]), let part = DatePart(rawValue: name) else { return nil }
        let day: CivilDate
        let millisecondsOfDay: Int
        switch values[1].storage {
        case .int64(let milliseconds):
            if let zone = String.fromDatabaseValue(values[2]).flatMap(TimeZone.init(identifier:)) {
                (day, millisecondsOfDay) = DateTimeText.split(Int(milliseconds), in: zone)
            } else {
                (day, millisecondsOfDay) = DateTimeText.split(Int(milliseconds))
            }
        case .string(let text):
            guard let date = CivilDate(text) else { return nil }
            (day, millisecondsOfDay) = (date, 0)
        default:
            return nil
        }
        let number = part.number(of: day, millisecondsOfDay: millisecondsOfDay)
        return number?.databaseValue ?? day.description.databaseValue
    }
}
