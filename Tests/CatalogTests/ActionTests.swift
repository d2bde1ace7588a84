import Actions
import Calls
import JSON
import Testing

/// Every action of the catalogue, used for real: through the gate, over the network, against the sandbox org.
@Suite struct ActionTests {
    /// Nothing here may change the org, so all of it shares one.
    @Suite(.demoOrg) struct Reading {
        @Test(arguments: CaseTable.successfulReads)
        func `an action that reads gives the agent what the org has`(actionCase: ActionCase) async throws {
            try await actionCase.check(on: try #require(DemoOrg.shared))
        }

        @Test(arguments: CaseTable.failures)
        func `an action that can't be done says why and leaves the org as it was`(actionCase: ActionCase) async throws {
            let org = try #require(DemoOrg.shared)
            try await actionCase.check(on: org)
            for (object, records) in try await org.contents() {
                #expect(records == org.seed[object], "\(object)")
            }
        }
    }

    /// Every case here has records of its own.
    @Suite(.demoOrg) struct Writing {
        @Test(arguments: CaseTable.successfulWrites)
        func `an action that writes leaves in the org what was confirmed`(actionCase: ActionCase) async throws {
            try await actionCase.check(on: try #require(DemoOrg.shared))
        }
    }

    @Test func `every one of the 56 actions is seen to succeed and to fail`() throws {
        let names = try Catalog.salesforce().actions.map(\.name)
        #expect(names.count == 56)
        #expect(Set((CaseTable.successfulReads + CaseTable.successfulWrites).map(\.action)) == Set(names))
        #expect(Set(CaseTable.failures.map(\.action)) == Set(names))
    }

    @Test func `every parameter of every action is seen to be of use`() throws {
        var used: [String: Set<String>] = [:]
        for actionCase in CaseTable.successfulReads + CaseTable.successfulWrites {
            used[actionCase.action, default: []].formUnion(actionCase.arguments.keys)
        }
        for action in try Catalog.salesforce().actions {
            #expect(used[action.name] == Set(action.parameters.map(\.name)), "\(action.name)")
        }
    }

    @Test func `success and failure are what the tables say they are`() {
        for actionCase in CaseTable.successfulReads + CaseTable.successfulWrites {
            #expect(actionCase.status == .completed, "\(actionCase.testDescription)")
        }
        for actionCase in CaseTable.failures {
            #expect(actionCase.status != .completed, "\(actionCase.testDescription)")
        }
        for actionCase in CaseTable.successfulWrites {
            #expect(!actionCase.leaves.isEmpty, "\(actionCase.testDescription)")
        }
    }
}
