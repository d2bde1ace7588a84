import Testing

@testable import switchboard

struct LogRedactionTests {
    @Test(arguments: [
        ("Authorization: Bearer 00Dxx0000001gER!AQEAQI.x_y", "Authorization: Bearer (redacted)"),
        ("sent 00Dxx0000001gER!AQEAQI.x_y to the org", "sent (redacted) to the org"),
        (
            "grant_type=refresh_token&refresh_token=5Aep861KIwKdekr90I4iHdZD&x=1",
            "grant_type=refresh_token&refresh_token=(redacted)&x=1"
        ),
        ("{\"password\": \"open sesame\"}", "{\"password\": \"(redacted) sesame\"}"),
        ("the agent's token is swb_agent_abcdefghijkl", "the agent's token is (redacted)"),
        ("assertion eyJhbGciOi.eyJpc3Mi.c2ln", "assertion (redacted)"),
        ("no route to postgres://app:hunter22@db.example/sw", "no route to postgres://app:(redacted)@db.example/sw"),
        ("sarah@example.com called from +15552345678.", "(redacted) called from (redacted)"),
        ("después de Bearer\u{a0}clave: señal", "después de Bearer\u{a0}(redacted) señal"),
        ("TOKEN=abcdef\u{301}", "TOKEN=(redacted)"),
    ])
    func `secrets and callers are taken out`(line: String, expected: String) {
        #expect(LogRedaction.clean(line) == expected)
    }

    @Test(arguments: [
        "The key of the primary table is id.", "code: 500", "2026-11-26T00:23:27.788Z took 12.5 ms (+3)",
        "https://acme.my.salesforce.com/services/data/v59.0/query", "token expired at 12:30", "",
    ])
    func `the rest stays`(line: String) {
        #expect(LogRedaction.clean(line) == line)
    }
}
