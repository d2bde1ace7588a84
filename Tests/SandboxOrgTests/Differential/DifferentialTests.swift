import Foundation
import JSON
import SOQL
import Testing

@testable import SandboxOrg

/// The compiled queries of the sandbox org against a plain reading of the SOQL reference.
struct DifferentialTests {
    private static let queriesToAnOrg = 100

    @Test(arguments: 0..<20) func `every query finds what the reference says`(seed: UInt64) throws {
        let org = try DifferentialOrg(seed: seed)
        let dates = NaiveDates(now: org.context.now, timeZone: org.context.timeZone)
        let evaluator = NaiveEvaluator(rows: org.rows, dates: dates)
        var writer = DifferentialQueryWriter(seed: seed &* 7919 &+ 1, now: org.context.now)
        for _ in 0..<Self.queriesToAnOrg {
            let text = writer.query()
            let query = try Query(parsing: text)
            do {
                let found = Self.comparable(try org.run(text).records, query)
                let expected = Self.comparable(try evaluator.run(query), query)
                #expect(found == expected, "\(seed) \(org.context.timeZone.identifier) \(org.context.now): \(text)")
            } catch {
                Issue.record("\(text): \(error)")
            }
        }
    }

    /// Records by what can be told of them: groups whatever their order and the case of their keys, and rows in their
    /// order where the query asks for one.
    private static func comparable(_ records: [JSONValue], _ query: Query) -> [String] {
        let isGrouped =
            query.grouping != nil
            || query.selection.contains { if case .function = $0 { true } else { false } }
        let texts = records.map { text(SampleOrg.withoutAttributes($0), inCapitals: isGrouped) }
        return isGrouped || query.ordering.isEmpty ? texts.sorted() : texts
    }

    private static func text(_ value: JSONValue, inCapitals: Bool) -> String {
        switch value {
        case .number(let number): "\(number.double)"
        case .string(let text): "'\(inCapitals ? text.inCapitals : text)'"
        case .array(let elements): "[\(elements.map { self.text($0, inCapitals: inCapitals) }.joined(separator: ", "))]"
        case .object(let object):
            "{\(object.map { "\($0.key): \(self.text($0.value, inCapitals: inCapitals))" }.sorted().joined(separator: ", "))}"
        default: value.serializedText()
        }
    }
}
