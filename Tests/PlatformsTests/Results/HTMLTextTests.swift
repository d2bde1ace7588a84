import Testing

@testable import Platforms

struct HTMLTextTests {
    @Test(arguments: [
        ("plain\n  text", "plain\n  text"), ("<p>One</p><p>Two</p>", "One\nTwo"), ("a<br>b<BR/>c", "a\nb\nc"),
        ("<p>R&amp;D &lt;b&gt; &quot;x&quot; &#39;y&#39; &#x41;&nbsp;z</p>", "R&D <b> \"x\" 'y' A z"),
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"), ("<b style=\"a\">bold</b> <i>it</i>", "bold it"),
        ("3 < 4 & 5", "3 < 4 & 5"), ("AT&T; &unknown; &#xFFFFFFFF;", "AT&T; &unknown; &#xFFFFFFFF;"), ("<p", "<p"),
        ("<p>&amp;lt;</p>", "&lt;"), ("<!-- no -->yes", "yes"), ("", ""),
    ])
    func `markup gives way to text`(_ html: String, _ expected: String) {
        #expect(HTMLText.plain(html) == expected)
    }
}
