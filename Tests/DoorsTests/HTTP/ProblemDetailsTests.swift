import Doors
import HTTPTypes
import Testing

struct ProblemDetailsTests {
    @Test func `a problem keeps its kind for programs and its sentence for people`() {
        let problem = ProblemDetails(.notFound, "no_such_call", "There is no such call.")
        #expect(problem.status == .notFound)
        #expect(problem.code == "no_such_call")
        #expect(problem.detail == "There is no such call.")
    }
}
