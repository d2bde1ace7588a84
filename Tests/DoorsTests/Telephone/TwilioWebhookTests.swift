import Foundation
import Testing
import Workspace

@testable import Doors

@Suite struct TwilioWebhookTests {
    private func webhook(_ form: [String: String] = [:], query: [String: String] = [:]) -> TwilioWebhook {
        TwilioWebhook(
            agent: Agent(id: "agt_1", name: "Agent", timeZone: .gmt, actions: []),
            form: Form(form),
            query: Form(query),
            origin: "https://voice.example.com"
        )
    }

    @Test(
        arguments: [
            (["From": "+15552345678", "To": "+18005551212", "Direction": "inbound"], "+15552345678"),
            (["From": "+18005551212", "To": "+15552345678", "Direction": "outbound-api"], "+15552345678"),
            (["From": "+18005551212", "To": "+15552345678", "Direction": "outbound-dial"], "+15552345678"),
            (["From": "anonymous"], nil), (["From": "Restricted"], nil), (["From": "+266696687"], nil),
            (["From": "+7378742883"], nil), (["From": "client:alice"], nil), (["From": "sip:bob@example.com"], nil),
            (["From": ""], nil), ([:], nil),
        ] as [([String: String], String?)]
    )
    func `the caller is at the other end, and a withheld number is none`(_ form: [String: String], _ phone: String?) {
        #expect(webhook(form).callerPhone == phone)
    }

    @Test func `a call is connected with the conversation`() {
        let query = ["voice": "en-US-Journey-O", "welcomeGreeting": "Hi <you> & \"all\"", "handOff": "+15550100"]
        #expect(
            webhook(query: query).connecting("call_1", attempt: 0).text
                == #"<?xml version="1.0" encoding="UTF-8"?><Response><Connect "#
                + #"action="https://voice.example.com/twilio/agt_1/ended?call=call_1&amp;attempt=0"#
                + #"&amp;welcomeGreeting=Hi%20%3Cyou%3E%20%26%20%22all%22&amp;voice=en-US-Journey-O"#
                + #"&amp;handOff=%2B15550100"><ConversationRelay url="wss://voice.example.com/twilio/agt_1/relay" "#
                + #"dtmfDetection="true" interruptible="any" events="speaker-events" "#
                + #"welcomeGreeting="Hi &lt;you&gt; &amp; &quot;all&quot;" voice="en-US-Journey-O">"#
                + #"<Parameter name="call" value="call_1"/>"#
                + #"<Parameter name="greeting" value="Hi &lt;you&gt; &amp; &quot;all&quot;"/>"#
                + "</ConversationRelay></Connect></Response>"
        )
    }

    @Test func `a connection that broke is made anew without a second greeting`() {
        let text = webhook(query: ["welcomeGreeting": "Hi"]).connecting("call_1", attempt: 1).text
        #expect(text.contains("attempt=1"))
        #expect(!text.contains(" welcomeGreeting="))
        #expect(!text.contains("name=\"greeting\""))
    }

    @Test func `a person is called and hears first what it is about`() {
        #expect(
            webhook(query: ["handOff": "+15550100"]).handingOver("call_1").text
                == #"<?xml version="1.0" encoding="UTF-8"?><Response><Dial>"#
                + #"<Number url="https://voice.example.com/twilio/agt_1/summary?call=call_1">+15550100</Number>"#
                + "</Dial></Response>"
        )
        #expect(webhook().handingOver("call_1").text.contains("<Say>I&apos;m sorry") == false)
        #expect(webhook().handingOver("call_1").text.contains("<Hangup/>"))
    }

    @Test(
        arguments: [
            ("https://voice.example.com", nil, ["https://voice.example.com", "https://voice.example.com:443"]),
            (
                "https://voice.example.com/swb/", nil,
                ["https://voice.example.com/swb", "https://voice.example.com:443/swb"]
            ),
            ("https://voice.example.com:8443", "ignored", ["https://voice.example.com:8443"]),
            (nil, "[::1]:80", ["https://[::1]:80", "http://[::1]:80"]),
            (
                nil, "a.example",
                ["https://a.example", "https://a.example:443", "http://a.example", "http://a.example:80"]
            ),
            (nil, nil, []),
        ] as [(String?, String?, [String])]
    )
    func `every address a signature may be over is tried`(_ url: String?, _ host: String?, _ origins: [String]) {
        #expect(SignedAddress(publicURL: url, host: host, schemes: ("https", "http")).origins == origins)
    }
}
