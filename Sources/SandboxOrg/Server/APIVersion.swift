import JSON

/// A version of the REST API; three are released a year.
struct APIVersion: Sendable {
    static let oldest = 31
    static let newest = 67
    /// Versions before this one still answer, with a warning.
    private static let oldestWithoutWarning = 36

    private let number: Int

    /// `59.0`
    var text: String { "\(number).0" }

    private init(number: Int) { self.number = number }

    /// Reads `v59.0`.
    init(segment: String) throws(SalesforceError) {
        guard segment.hasPrefix("v"), segment.hasSuffix(".0"), let number = Int(segment.dropFirst().dropLast(2)),
            number <= Self.newest
        else { throw .notFound }
        guard number >= Self.oldest else {
            throw SalesforceError(status: 410, code: "GONE", message: "The requested resource is no longer available")
        }
        self.number = number
    }

    /// What the `Warning` header says of a version that will not last.
    var deprecationWarning: String? {
        guard number < Self.oldestWithoutWarning else { return nil }
        return "299 - \"This API is deprecated and will be removed. Please use version \(Self.newest).0 or another "
            + "supported version.\""
    }

    /// The season it came out in: version 59 is Winter '24.
    private var label: String {
        // Version 19 is Summer '10, and every year has Winter, Spring and Summer.
        let releases = number - 19
        let season = ["Summer", "Winter", "Spring"][releases % 3]
        return "\(season) '\((10 + (releases + 2) / 3).padded(to: 2))"
    }

    /// What `/services/data` answers.
    static var list: JSONValue {
        .array(
            (oldest...newest).map { number in
                let version = APIVersion(number: number)
                return [
                    "label": .string(version.label),
                    "url": .string("/services/data/v\(version.text)"),
                    "version": .string(version.text),
                ]
            }
        )
    }
}
