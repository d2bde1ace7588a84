import JSON
import Testing

@testable import Doors

@Suite struct RelayMessageTests {
    static let messages: [(String, RelayMessage)] = [
        (
            #"{"type":"setup","sessionId":"VX0","callSid":"CA0","from":"+1","customParameters":{"call":"call_1"}}"#,
            .setup(callSID: "CA0", parameters: ["call": "call_1"])
        ),
        (#"{"type":"setup","callSid":"CA0"}"#, .setup(callSID: "CA0", parameters: [:])),
        (#"{"type":"prompt","voicePrompt":"Hi.","lang":"en-US","last":true}"#, .prompt("Hi.")),
        (#"{"type":"prompt","voicePrompt":"Hi."}"#, .prompt("Hi.")),
        (#"{"type":"prompt","voicePrompt":"Hi","last":false}"#, .other),
        (
            #"{"type":"interrupt","utteranceUntilInterrupt":"Life is","durationUntilInterruptMs":460}"#,
            .interrupt(heard: "Life is")
        ),
        (
            #"{"type":"interrupt","utteranceUntilInterrupt":"Life","durationUntilInterruptMs":"460"}"#,
            .interrupt(heard: "Life")
        ),
        (#"{"type":"interrupt"}"#, .interrupt(heard: nil)),
        (#"{"type":"dtmf","digit":"1"}"#, .key("1")),
        (##"{"type":"dtmf","digit":"#"}"##, .key("#")),
        (#"{"type":"info","name":"agentSpeaking","value":"off","ts":1752091238901}"#, .agentSpeaks(false)),
        (#"{"type":"info","name":"agentSpeaking","value":"on"}"#, .agentSpeaks(true)),
        (#"{"type":"info","name":"tokensPlayed","value":"Hi"}"#, .other),
        (#"{"type":"error","description":"Invalid message received"}"#, .error),
        (#"{"type":"something new"}"#, .other),
    ]

    @Test(arguments: messages)
    func `a message of the relay is read`(_ text: String, _ message: RelayMessage) {
        #expect(RelayMessage(text) == message)
    }

    @Test(arguments: [
        "", "hello", "{", "[]", "null", #"{"voicePrompt":"Hi."}"#, #"{"type":1}"#, #"{"type":"prompt"}"#,
        #"{"type":"prompt","voicePrompt":7}"#, #"{"type":"dtmf","digit":"12"}"#, #"{"type":"dtmf"}"#,
        #"{"type":"setup"}"#, #"{"type":"setup","callSid":5}"#, "{\"type\":\"prompt\",\"voicePrompt\":\"\u{1}\"}",
    ])
    func `anything else is no message`(_ text: String) { #expect(RelayMessage(text) == nil) }

    @Test func `commands have the relay's form`() {
        #expect(
            RelayCommand.text("Hi \"you\"", isLast: false).text == #"{"type":"text","token":"Hi \"you\"","last":false}"#
        )
        let handOff = HandOff(callID: "call_1", reason: "agent", isToPerson: true, summary: "Wants \"Bob\".")
        #expect(
            RelayCommand.end(handOff).text
                == #"{"type":"end","handoffData":"{\"call_id\":\"call_1\",\"reason\":\"agent\","#
                + #"\"hand_off\":true,\"summary\":\"Wants \\\"Bob\\\".\"}"}"#
        )
    }

    @Test func `hand-off data comes back as it went`() {
        let handOff = HandOff(callID: "call_1", reason: "model", isToPerson: true, summary: nil)
        #expect(HandOff(handOff.json.serializedText()) == handOff)
        #expect(HandOff("something else") == nil)
        #expect(HandOff("{}") == nil)
    }
}
