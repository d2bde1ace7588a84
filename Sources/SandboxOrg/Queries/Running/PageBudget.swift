/// How many more rows a page of a result may hold. Parents and their children count alike.
final class PageBudget {
    /// Makes the address of the rows that are left out, from a place in all that were found.
    typealias Link = (_ cursor: QueryCursor, _ offset: Int) -> String

    private(set) var left: Int
    let link: Link?

    /// Without a limit when nobody makes addresses of what is left out.
    init(_ size: Int, link: Link?) {
        left = link == nil ? .max : size
        self.link = link
    }

    func use() { left -= 1 }
}
