import ArgumentParser
import Foundation
import JSON
import SandboxOrg

/// Faults as JSON, or as the path of a file of it.
enum FaultsOption {
    static func faults(_ text: String) throws -> [Fault] {
        let isJSON = text.first { !$0.isWhitespace }.map { "{[".contains($0) } ?? false
        do {
            let bytes = isJSON ? Array(text.utf8) : Array(try Data(contentsOf: URL(fileURLWithPath: text)))
            return try Fault.list(try JSONValue(parsing: bytes))
        } catch let error as ControlError {
            throw ValidationError(error.description)
        } catch let error as JSONError {
            throw ValidationError(isJSON ? error.description : "\(text):\(error)")
        } catch {
            throw ValidationError("\(text) can't be read.")
        }
    }
}
