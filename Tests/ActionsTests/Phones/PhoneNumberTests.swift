import Actions
import Testing

@Suite struct PhoneNumberTests {
    @Test(arguments: [
        "+15552345678", "15552345678", "5552345678", "(555) 234-5678", "555.234.5678", "555-234-5678", "1-555-234-5678",
        "+1 (555) 234-5678", "555.234.5678 x12", "555-234-5678 ext. 9", "555 234 5678 #4", "tel:", "001 555 234 5678",
        "+1\u{A0}555\u{2011}234\u{2011}5678", "+15552345678;ext=12",
    ])
    func `one number however it was typed`(text: String) {
        let expected = text == "tel:" ? nil : "5552345678"
        #expect(PhoneNumber(text)?.nationalDigits == expected)
    }

    @Test(arguments: [
        ("+46 70 123 45 67", "701234567"), ("070-123 45 67", "701234567"), ("+46 (0)70-123 45 67", "701234567"),
        ("0046701234567", "701234567"), ("+44 20 7946 0958", "2079460958"), ("020 7946 0958", "2079460958"),
        ("+358 9 1234567", "91234567"), ("+7 495 123-45-67", "4951234567"),
    ])
    func `numbers of other countries lose their country code and trunk zero`(text: String, digits: String) {
        #expect(PhoneNumber(text)?.nationalDigits == digits)
    }

    @Test(arguments: [
        "", "Sarah", "555", "12345", "00001005", "anonymous", "sarah@acme.example", "555-CALL-NOW", "+",
        "1234567890123456",
        "0000000000",
    ])
    func `other texts are no phone numbers`(text: String) {
        #expect(PhoneNumber(text) == nil)
    }
}
