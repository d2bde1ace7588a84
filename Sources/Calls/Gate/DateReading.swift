import Actions
import Foundation
import JSON

/// Reads the dates among the arguments of a call's invocations.
///
/// A phrase said again within the time a confirmation is good for means what it meant: "in two hours" must not become
/// another write because a minute has passed.
struct DateReading: Hashable, Sendable {
    private struct Reading: Hashable {
        /// As Salesforce takes it.
        var text: String
        var spoken: String
        var readAt: Date
    }

    init() {}

    /// An argument that can't be read. The sentence asks for what is missing.
    struct Problem: Error {
        var say: String
    }

    /// By parameter and phrase.
    private var readings: [String: Reading] = [:]

    /// The dates of one invocation, read.
    struct Result {
        /// How each was understood, by the parameter's name.
        var spoken: [String: String] = [:]
    }

    /// Replaces every date argument by the form Salesforce takes.
    mutating func read(
        _ arguments: inout Arguments,
        of action: Action,
        now: Date,
        in zone: TimeZone
    ) throws(Problem) -> Result {
        readings = readings.filter { now.timeIntervalSince($0.value.readAt) < Confirmation.lifetime }
        var result = Result()
        for parameter in action.parameters where parameter.type == .date || parameter.type == .dateTime {
            guard let phrase = arguments.values[parameter.name]?.string else { continue }
            let key = "\(parameter.name) \(parameter.type.name) \(phrase)"
            let reading: Reading
            if let known = readings[key] {
                reading = known
            } else {
                reading = try Self.read(phrase, parameter, now: now, in: zone)
                readings[key] = reading
            }
            arguments.values[parameter.name] = .string(reading.text)
            result.spoken[parameter.name] = reading.spoken
        }
        return result
    }

    private static func read(
        _ phrase: String,
        _ parameter: Parameter,
        now: Date,
        in zone: TimeZone
    ) throws(Problem) -> Reading {
        let reader = DateReader(now: now, in: zone)
        do throws(DateProblem) {
            if parameter.type == .date {
                let day = try reader.day(phrase)
                return Reading(text: day.salesforceText, spoken: day.spoken(today: try reader.today()), readAt: now)
            }
            let moment = try reader.moment(phrase)
            return Reading(text: moment.salesforceText, spoken: moment.spoken, readAt: now)
        } catch {
            throw Problem(say: error.say)
        }
    }
}

extension DateReading {
    /// What was read; nil when nothing was.
    var json: JSONValue? {
        guard !readings.isEmpty else { return nil }
        var object = JSONObject()
        for (key, reading) in readings.sorted(by: { $0.key < $1.key }) {
            object[key] = [
                .string(reading.text), .string(reading.spoken), .number(JSONNumber(reading.readAt.wholeMilliseconds)),
            ]
        }
        return .object(object)
    }

    init(_ json: JSONValue?) {
        for member in json?.object ?? [:] {
            guard let text = member.value[0]?.string, let spoken = member.value[1]?.string,
                let readAt = member.value[2]?.integer
            else { continue }
            readings[member.key] = Reading(text: text, spoken: spoken, readAt: Date(wholeMilliseconds: readAt))
        }
    }
}
