extension ResourceRouter {
    /// Everything the sandbox answers below `/services/data/vXX.X`.
    static func standard(usage: APIUsage, cursors: CursorRegistry) -> ResourceRouter {
        let pages = QueryPages(cursors: cursors)
        let parts =
            PasswordResource().routes + ReplicationResource().routes + ObjectResource().routes + RowResource().routes
            + KeyedRowResource(related: RelatedResource(pages: pages)).routes + QueryResource(pages: pages).routes
            + SearchResource().routes + ParameterizedSearchResource().routes + LimitsResource(usage: usage).routes
            + RecentResource().routes + RootResource().routes + CollectionResource().routes + RetrieveResource().routes
            + TreeResource().routes
        let router = ResourceRouter(parts)
        let batch = BatchResource(router: router, usage: usage)
        return ResourceRouter(CompositeResource(router: router).routes + batch.routes + parts)
    }
}
