import ArgumentParser
import Foundation

/// A time zone by its name in the tz database.
struct TimeZoneOption: ExpressibleByArgument, CustomStringConvertible {
    static let standard = TimeZoneOption(zone: .current)

    let zone: TimeZone

    private init(zone: TimeZone) { self.zone = zone }

    init?(argument: String) {
        guard let zone = TimeZone(identifier: argument) else { return nil }
        self.zone = zone
    }

    var description: String { zone.identifier }
}
