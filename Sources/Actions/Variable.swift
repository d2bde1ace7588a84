/// A trusted value that the server fills in, never the model.
package enum Variable: String, Hashable, Sendable, CaseIterable {
    case callerPhone = "caller_phone"
    case callID = "call_id"
    /// The AI agent on the call.
    case employeeID = "employee_id"

    /// The type its value has in a template.
    package var type: Parameter.ValueType {
        switch self {
        case .callerPhone: .phone
        case .callID, .employeeID: .string
        }
    }

    /// What the variable is called when someone must be told that it is missing.
    package var spokenName: String {
        switch self {
        case .callerPhone: "the caller's phone number"
        case .callID: "the call's id"
        case .employeeID: "the agent's id"
        }
    }
}
