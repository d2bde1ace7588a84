import Testing

@testable import Platforms

struct InstanceURLTests {
    @Test(arguments: [
        ("https://acme.my.salesforce.com", "https://acme.my.salesforce.com"),
        ("https://Acme.my.salesforce.com/", "https://acme.my.salesforce.com"),
        ("https://acme.my.salesforce.com:8443", "https://acme.my.salesforce.com:8443"),
        ("http://localhost:8090", "http://localhost:8090"), ("http://127.0.0.1:8090/", "http://127.0.0.1:8090"),
        ("http://[::1]:8090", "http://[::1]:8090"),
    ])
    func `an org's address is taken`(_ text: String, _ expected: String) {
        #expect(InstanceURL(text)?.description == expected)
    }

    @Test(arguments: [
        "", "acme.my.salesforce.com", "http://acme.my.salesforce.com", "ftp://localhost", "https://",
        "https://user@acme.my.salesforce.com", "https://acme.my.salesforce.com/path", "https://a.com?x=1",
        "https://a.com#x", "javascript:alert(1)", "http://localhost.evil.com",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(InstanceURL(text) == nil)
    }

    @Test func `plain HTTP to another machine must be asked for`() {
        #expect(InstanceURL("http://sandbox:8090", allowsPlainHTTP: true)?.description == "http://sandbox:8090")
    }
}
