extension ResourceRouter {
    /// Everything the sandbox answers below `/services/data/vXX.X`.
    static func standard(for org: Org, usage: APIUsage) -> ResourceRouter {
        let pages = QueryPages(cursors: CursorRegistry(clock: { org.now }))
        let routes =
            ObjectResource().routes + RowResource().routes
            + KeyedRowResource(related: RelatedResource(pages: pages)).routes + QueryResource(pages: pages).routes
            + SearchResource().routes + LimitsResource(usage: usage).routes + RecentResource().routes
            + RootResource().routes
        return ResourceRouter(routes)
    }
}
