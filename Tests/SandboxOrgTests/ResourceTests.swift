import Foundation
import JSON
import Testing

@testable import SandboxOrg

struct ResourceTests {
    @Test func `a row that has not changed is not sent again, and is not changed behind one's back`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let id = try await sandbox.org.create("Account", ["Name": "Tagged"])
            let path = "sobjects/Account/\(id)"
            let first = try await client.send("GET", path)
            let tag = try #require(first.headers["etag"])
            let date = try #require(first.headers["last-modified"])
            #expect(date.hasSuffix(" GMT"))
            let future = "Fri, 01 Jan 2100 00:00:00 GMT"
            let past = "Mon, 03 Jan 2000 00:00:00 GMT"
            #expect(try await client.send("GET", path, headers: ["If-None-Match": tag]).status == 304)
            #expect(try await client.send("GET", path, headers: ["If-Modified-Since": date]).status == 304)
            #expect(try await client.send("GET", path, headers: ["If-Modified-Since": past]).status == 200)
            #expect(try await client.send("GET", path, headers: ["If-Unmodified-Since": past]).status == 412)
            let change = #"{"Phone":"1"}"#
            #expect(try await client.send("PATCH", path, change, headers: ["If-Match": "\"x\""]).status == 412)
            #expect(try await client.send("PATCH", path, change, headers: ["If-Match": tag]).status == 204)
            #expect(try await client.send("PATCH", path, change, headers: ["If-Match": tag]).status == 412)
            #expect(try await client.send("DELETE", path, headers: ["If-Unmodified-Since": past]).status == 412)
            #expect(try await client.send("DELETE", path, headers: ["If-Unmodified-Since": future]).status == 204)
        }
    }

    @Test(arguments: ["sobjects", "sobjects/Contact/describe"])
    func `descriptions have a date`(path: String) async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let date = try #require(try await client.send("GET", path).headers["last-modified"])
            #expect(try await client.send("GET", path, headers: ["If-Modified-Since": date]).status == 304)
        }
    }

    @Test func `a relationship leads to the parent or to the children`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let account = try await sandbox.org.create("Account", ["Name": "Parent"])
            let contact = try await sandbox.org.create(
                "Contact",
                ["LastName": "Child", "AccountId": .string(account)]
            )
            let parent = try await client.send("GET", "sobjects/Contact/\(contact)/Account?fields=Name")
            #expect(parent.json?["Name"] == "Parent")
            #expect(parent.json?["Phone"] == nil)
            let children = try await client.send("GET", "sobjects/Account/\(account)/Contacts").json
            #expect(children?["totalSize"] == 1)
            #expect(children?["records"]?[0]?["LastName"] == "Child")
            let orphan = try await sandbox.org.create("Contact", ["LastName": "Orphan"])
            #expect(try await client.send("GET", "sobjects/Contact/\(orphan)/Account").status == 404)
            #expect(try await client.send("GET", "sobjects/Contact/\(orphan)/Nothing").status == 404)
        }
    }

    @Test func `what was changed and what was deleted can be asked for by time`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let id = try await sandbox.org.create("Lead", ["LastName": "A", "Company": "B"])
            let now = Int(sandbox.org.now.timeIntervalSince1970 * 1000)
            let start = DateTimeText.text(ofMilliseconds: now - 3_600_000).replacing("+", with: "%2B")
            let end = DateTimeText.text(ofMilliseconds: now + 120_000).replacing("+", with: "%2B")
            let updated = try await client.send("GET", "sobjects/Lead/updated/?start=\(start)&end=\(end)").json
            #expect(updated?["ids"]?.array?.contains(.string(id)) == true)
            #expect(updated?["latestDateCovered"]?.string?.hasSuffix("+0000") == true)
            try await sandbox.org.delete("Lead", id)
            let deleted = try await client.send("GET", "sobjects/Lead/deleted/?start=\(start)&end=\(end)").json
            #expect(deleted?["deletedRecords"]?.array?.map { $0["id"] } == [.string(id)])
            #expect(deleted?.object?.keys == ["deletedRecords", "earliestDateAvailable", "latestDateCovered"])
            for query in [
                "start=\(end)&end=\(start)", "start=2001-01-01T00:00:00Z&end=2001-01-02T00:00:00Z",
                "start=yesterday&end=\(end)",
            ] {
                let answer = try await client.send("GET", "sobjects/Lead/updated?\(query)")
                #expect(answer.status == 400)
                #expect(answer.error?["errorCode"] == "INVALID_REPLICATION_DATE")
            }
        }
    }

    @Test func `a search by parameters finds what the same search in SOSL finds`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let sosl = "FIND%20%7BAcme%7D%20RETURNING%20Account(Id,Name)"
            let wanted = try await client.send("GET", "search/?q=\(sosl)").json
            #expect(wanted?["searchRecords"]?.array?.isEmpty == false)
            let byParameters = try await client.send(
                "GET",
                "parameterizedSearch/?q=Acme&sobject=Account&Account.fields=Id,Name&Account.limit=10"
            )
            #expect(byParameters.json == wanted)
            let body = #"{"q":"Acme","sobjects":[{"name":"Account","fields":["Id","Name"],"limit":10}],"in":"ALL"}"#
            #expect(try await client.send("POST", "parameterizedSearch", body).json == wanted)
        }
    }

    @Test func `the newest records of the user come first`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let account = try await sandbox.org.create("Account", ["Name": "Earlier"])
            let contact = try await sandbox.org.create("Contact", ["LastName": "Later"])
            let recent = try await client.send("GET", "recent?limit=2").json
            #expect(recent?.array?.map { $0["Id"] } == [.string(contact), .string(account)])
            #expect(recent?[1]?.object?.keys == ["attributes", "Id", "Name"])
            let items = try await client.send("GET", "sobjects/Account").json?["recentItems"]
            #expect(items?[0]?["Name"] == "Earlier")
        }
    }

    @Test func `JSON is spread over lines on demand`() async throws {
        try await withSandboxServer { sandbox in
            let query = "query?q=SELECT+COUNT()+FROM+Organization"
            let answer = try await SandboxClient(sandbox).send("GET", query, headers: ["X-PrettyPrint": "1"])
            #expect(answer.text == "{\n  \"totalSize\" : 1,\n  \"done\" : true,\n  \"records\" : [ ]\n}")
        }
    }

    @Test func `every resource is listed, and old versions come with a warning`() async throws {
        try await withSandboxServer { sandbox in
            let client = SandboxClient(sandbox)
            let root = try await client.send("GET", "/services/data/v59.0/")
            #expect(root.json?["composite"] == "/services/data/v59.0/composite")
            #expect(root.json?["parameterizedSearch"] == "/services/data/v59.0/parameterizedSearch")
            #expect(root.headers["warning"] == nil)
            let old = try await client.send("GET", "/services/data/v31.0/limits")
            #expect(old.headers["warning"]?.hasPrefix("299 - \"This API is deprecated") == true)
            #expect(try await client.send("GET", "/services/data/v30.0/limits").status == 410)
        }
    }

    @Test(arguments: ["sobjects", "sobjects/Account", "sobjects/Account/describe", "limits", "recent", "composite", ""])
    func `HEAD is GET without a body`(path: String) async throws {
        try await withSandboxServer { sandbox in
            let answer = try await SandboxClient(sandbox).send("HEAD", path)
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
        }
    }
}
