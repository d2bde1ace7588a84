import Actions
import JSON

/// A request as a person reads it.
struct RequestView {
    let request: CRMRequest
    var indentation = ""

    init(_ request: CRMRequest, indentation: String = "") {
        self.request = request
        self.indentation = indentation
    }

    func show() {
        Terminal.writeLine(indentation + Terminal.styled("\(request.method.rawValue) \(request.path)", .cyan))
        for item in request.query { Terminal.writeLine("\(indentation)  \(item.name)=\(item.value)") }
        guard let body = request.body else { return }
        for line in body.prettyPrinted().split(separator: "\n") { Terminal.writeLine("\(indentation)  \(line)") }
    }
}
