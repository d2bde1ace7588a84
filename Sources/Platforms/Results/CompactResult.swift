package import JSON

/// What an agent gets to see of an answer: little enough to be read, spoken and paid for with every turn of a call.
///
/// - A query or search gives `{"records": […], "totalSize": n}`, with `"more": true` when there are more than are shown.
///   Lists of child records are plain arrays. A search, which mixes objects, names each record's as `type`.
/// - A created record gives `{"Id": "…"}`, an empty answer `{}`, a text `{"text": "…"}`, without its markup when it
///   is HTML.
/// - The description of an object gives its fields' names, labels, types and choices.
/// - Anything else keeps its shape.
///
/// Everywhere `attributes` and nulls are left out and ids kept. What does not fit is shortened, long texts first; then
/// whole records are dropped from the end.
package struct CompactResult: Hashable, Sendable {
    package struct Limits: Hashable, Sendable {
        /// The most records shown of a list.
        package var records: Int
        /// The length of the result as JSON, in bytes. A single record's ids are kept even beyond it.
        package var bytes: Int

        package init(records: Int = 10, bytes: Int = 2_000) {
            self.records = records
            self.bytes = bytes
        }
    }

    package let value: JSONValue
    /// Whether there was more than is shown, long texts apart, which end in an ellipsis.
    package let isCut: Bool

    package init(of response: CRMResponse, limits: Limits = Limits()) {
        var reader = CompactReader(maximumRecords: limits.records)
        let size = CompactSize(bytes: limits.bytes)
        switch response.body {
        case .empty: self.init(value: [:], isCut: false)
        case .bytes(let bytes): self.init(value: ["bytes": .number(JSONNumber(bytes.count))], isCut: false)
        case .text(let text):
            self.init(value: size.fitting(["text": .string(HTMLText.plain(text))]).value, isCut: false)
        case .json(let json):
            switch reader.read(json) {
            case .value(let value):
                let (value, isCut) = size.fitting(value)
                self.init(value: value, isCut: isCut || reader.isCut, marksCut: true)
            case .list(let list):
                let (items, isCut) = size.fitting(list.items, besides: list.value(of: [], isCut: true))
                let isIncomplete = isCut || reader.isCut
                self.init(value: list.value(of: items, isCut: isIncomplete), isCut: isIncomplete)
            }
        }
    }

    private init(value: JSONValue, isCut: Bool, marksCut: Bool = false) {
        self.isCut = isCut
        if marksCut, isCut, case .object(var object) = value {
            object["more"] = true
            self.value = .object(object)
        } else {
            self.value = value
        }
    }
}
