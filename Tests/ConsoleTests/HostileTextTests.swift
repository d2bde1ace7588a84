import Platforms
import Testing
import Workspace

@testable import Console

@Suite struct HostileTextTests {
    static let texts = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus=alert(1) autofocus='",
        // A quotation mark that is one character with its accent.
        "\"\u{301} onfocus=alert(1) x=\"\u{301}", "<\u{338}script>", "&lt;b&gt;", "{{console.formToken}}",
        "\u{202E}nimda",
    ]

    @Test(arguments: texts)
    func `text is text, in elements and in attributes`(text: String) throws {
        let renderer = try PageRenderer()
        let form = Form([FormField(name: "name", label: text, value: text, hint: text, error: text)])
        let frame = PageFrame(
            title: text,
            navigation: [.init(title: text, path: text, isCurrent: false)],
            person: text,
            mayChange: true,
            role: text,
            notice: Notice(text: text),
            formToken: "token",
            onward: text,
            assets: [:]
        )
        struct View: Sendable {
            let token: String
            let form: Form
        }
        let page = ConsoleAnswer.Page(title: text, template: "setup", view: View(token: text, form: form))
        let html = try #require(renderer.html(page, in: frame))
        let escaped = HTMLEscaping().escapeText(text)
        #expect(html.contains("value=\"\(HTMLEscaping(marksTurns: false).escapeText(text))\""))
        #expect(html.contains("<title>\(escaped) ·"))
        #expect(html.contains("url=\(escaped)\""))
        #expect(!escaped.utf8.contains { "<>\"'".utf8.contains($0) })
        let isMarkup = text.utf8.contains { "<>\"'&".utf8.contains($0) }
        #expect(!isMarkup || !html.utf8.contains(text.utf8))
    }

    @Test func `text that turns the direction of what follows it shows as a mark`() {
        #expect(HTMLEscaping().escapeText("Acme \u{202E}CBA \u{2066}x\u{2069}") == "Acme \u{FFFD}CBA \u{FFFD}x\u{FFFD}")
        #expect(HTMLEscaping().escapeText("שלום – مرحبا …") == "שלום – مرحبا …")
    }

    @Test func `no template takes text for markup`() {
        for file in EmbeddedFiles.templates {
            let text = String(decoding: file.bytes, as: UTF8.self)
            #expect(!text.contains("{{{") && !text.contains("{{&"), "\(file.name)")
            #expect(!text.contains(" style=") && !text.contains("<style"), "\(file.name)")
            #expect(text.firstMatch(of: /\son[a-z]+=/) == nil, "\(file.name)")
        }
    }

    @Test func `every form that is sent carries the token`() {
        for file in EmbeddedFiles.templates {
            let forms = String(decoding: file.bytes, as: UTF8.self).split(separator: "<form ").dropFirst()
            for form in forms where form.prefix(while: { $0 != ">" }).contains("method=\"post\"") {
                #expect(form.drop { $0 != ">" }.hasPrefix(">{{>csrf}}"), "\(file.name)")
            }
        }
    }
}

extension Collection where Element: Equatable {
    func contains(_ part: some Collection<Element>) -> Bool {
        indices.contains { self[$0...].starts(with: part) }
    }
}
