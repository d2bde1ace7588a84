package import Actions
package import Foundation
package import JSON

/// The second and third step of the gate: from what a model sent to a complete first request, or an outcome that says
/// what is wrong.
package struct InvocationPreparation: Hashable, Sendable {
    /// What the call knows, which the model has no say in.
    package struct Context: Sendable {
        package var variables: [Variable: String]
        package var results: [String: JSONValue]
        package var latestResult: JSONValue?
        package var now: Date
        package var timeZone: TimeZone
        /// Whether the agent limits the action to the caller's records.
        package var isLimitedToCaller = false

        package init(
            variables: [Variable: String],
            results: [String: JSONValue] = [:],
            latestResult: JSONValue? = nil,
            now: Date,
            timeZone: TimeZone
        ) {
            self.variables = variables
            self.results = results
            self.latestResult = latestResult
            self.now = now
            self.timeZone = timeZone
        }
    }

    /// Why there is nothing to send.
    package struct Refusal: Error {
        package let outcome: Outcome

        package init(outcome: Outcome) { self.outcome = outcome }
    }

    var dates = DateReading()

    package init() {}

    package mutating func prepare(
        _ action: Action,
        _ given: JSONObject,
        in context: Context
    ) throws(Refusal) -> PreparedInvocation {
        var arguments: Arguments
        do throws(ArgumentProblem) {
            arguments = try Arguments(given, for: action)
        } catch {
            throw Refusal(outcome: Outcome(error))
        }
        let reading: DateReading.Result
        do throws(DateReading.Problem) {
            reading = try dates.read(&arguments, of: action, now: context.now, in: context.timeZone)
        } catch {
            throw Refusal(outcome: Outcome(.invalid, say: error.say))
        }
        do throws(ArgumentProblem) {
            try arguments.checkDates(of: action)
        } catch {
            throw Refusal(outcome: Outcome(error))
        }
        var variables = context.variables
        // A withheld number comes as "anonymous" or "Restricted"; that is no number, and must not be written as one.
        if let phone = variables[.callerPhone], PhoneNumber(phone) == nil { variables[.callerPhone] = nil }
        var values = TemplateValues(
            variables: variables,
            results: context.results,
            latestResult: context.latestResult
        )
        values.reachOnlyCallersRecords = context.isLimitedToCaller || action.isLimitedToCaller
        for member in arguments.values { values.arguments[member.key] = member.value }
        do throws(RenderingError) {
            return try PreparedInvocation(
                action,
                values: values,
                spokenDates: reading.spoken,
                notes: arguments.notes
            )
        } catch {
            throw Refusal(outcome: Outcome(error))
        }
    }
}
