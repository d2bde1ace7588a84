import Console
import Platforms
import SandboxOrg

extension InnerOrg {
    /// The sandbox org of this server.
    init(_ sandbox: InnerSandbox) {
        let control = sandbox.control
        self.init(
            address: { sandbox.address },
            connect: { () async throws(ConnectionError) in try await sandbox.connect() },
            reset: { contacts async throws(Refusal) in
                do throws(SalesforceError) {
                    try await control.reset(to: contacts > 0 ? .generated(contacts: contacts) : nil)
                } catch {
                    throw Refusal("The records could not be put back: \(error.message)")
                }
            },
            faults: {
                control.faults.all.map { entry in
                    let count = entry.fault.count.map { $0 == 1 ? "once" : "\($0) times" } ?? "always"
                    return Fault(text: "\(entry.fault.kind), \(count)", hits: entry.hits)
                }
            },
            addFault: { json throws(Refusal) in
                do throws(ControlError) {
                    for fault in try SandboxOrg.Fault.list(json) { _ = control.faults.add(fault) }
                } catch {
                    throw Refusal("\(error)")
                }
            },
            removeFaults: { control.faults.clear() }
        )
    }
}
