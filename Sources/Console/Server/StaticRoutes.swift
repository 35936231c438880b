import Hummingbird

/// `/static/…`: the style sheets, scripts and the icon that are part of the program.
struct StaticRoutes: ConsoleRoutes {
    private static let files: [(name: String, type: String, bytes: [UInt8])] = [
        ("action-cards.css", "text/css; charset=utf-8", PackageResources.action_cards_css),
        ("action-chart.css", "text/css; charset=utf-8", PackageResources.action_chart_css),
        ("action-chart.js", "text/javascript; charset=utf-8", PackageResources.action_chart_js),
        ("action-marks.js", "text/javascript; charset=utf-8", PackageResources.action_marks_js),
        ("actions.css", "text/css; charset=utf-8", PackageResources.actions_css),
        ("actions.js", "text/javascript; charset=utf-8", PackageResources.actions_js),
        ("configuration.js", "text/javascript; charset=utf-8", PackageResources.configuration_js),
        ("console.css", "text/css; charset=utf-8", PackageResources.console_css),
        ("console.js", "text/javascript; charset=utf-8", PackageResources.console_js),
        ("queues.css", "text/css; charset=utf-8", PackageResources.queues_css),
        ("queues.js", "text/javascript; charset=utf-8", PackageResources.queues_js),
        ("counts.css", "text/css; charset=utf-8", PackageResources.counts_css),
        ("counts.js", "text/javascript; charset=utf-8", PackageResources.counts_js),
        ("counts-table.js", "text/javascript; charset=utf-8", PackageResources.counts_table_js),
        ("graph.css", "text/css; charset=utf-8", PackageResources.graph_css),
        ("graph.js", "text/javascript; charset=utf-8", PackageResources.graph_js),
        ("graph-drawing.js", "text/javascript; charset=utf-8", PackageResources.graph_drawing_js),
        ("graph-layout.js", "text/javascript; charset=utf-8", PackageResources.graph_layout_js),
        ("graph-model.js", "text/javascript; charset=utf-8", PackageResources.graph_model_js),
        ("graph-pointing.js", "text/javascript; charset=utf-8", PackageResources.graph_pointing_js),
        ("graph-table.js", "text/javascript; charset=utf-8", PackageResources.graph_table_js),
        ("live.css", "text/css; charset=utf-8", PackageResources.live_css),
        ("live.js", "text/javascript; charset=utf-8", PackageResources.live_js),
        ("log.css", "text/css; charset=utf-8", PackageResources.log_css),
        ("log.js", "text/javascript; charset=utf-8", PackageResources.log_js),
        ("map.css", "text/css; charset=utf-8", PackageResources.map_css),
        ("map.js", "text/javascript; charset=utf-8", PackageResources.map_js),
        ("map-dots.js", "text/javascript; charset=utf-8", PackageResources.map_dots_js),
        ("map-marks.js", "text/javascript; charset=utf-8", PackageResources.map_marks_js),
        ("map-readout.js", "text/javascript; charset=utf-8", PackageResources.map_readout_js),
        ("map-strip.js", "text/javascript; charset=utf-8", PackageResources.map_strip_js),
        ("map-tables.js", "text/javascript; charset=utf-8", PackageResources.map_tables_js),
        ("map-tip.js", "text/javascript; charset=utf-8", PackageResources.map_tip_js),
        ("overview.css", "text/css; charset=utf-8", PackageResources.overview_css),
        ("rates.js", "text/javascript; charset=utf-8", PackageResources.rates_js),
        ("workers.css", "text/css; charset=utf-8", PackageResources.workers_css),
        ("series.css", "text/css; charset=utf-8", PackageResources.series_css),
        ("series.js", "text/javascript; charset=utf-8", PackageResources.series_js),
        ("series-charts.js", "text/javascript; charset=utf-8", PackageResources.series_charts_js),
        ("series-data.js", "text/javascript; charset=utf-8", PackageResources.series_data_js),
        ("series-search.js", "text/javascript; charset=utf-8", PackageResources.series_search_js),
        ("series-table.js", "text/javascript; charset=utf-8", PackageResources.series_table_js),
        ("icon.svg", "image/svg+xml", PackageResources.icon_svg),
        ("reports.css", "text/css; charset=utf-8", PackageResources.reports_css),
        ("inspection.css", "text/css; charset=utf-8", PackageResources.inspection_css),
        // Natural Earth's countries at 1:110 million, which are in the public domain.
        ("world-110m.geojson", "application/geo+json", PackageResources.world_110m_geojson),
    ]

    func add(to router: Router<ConsoleContext>) {
        let chart = ChartLibrary.script.map { [("d3.js", "text/javascript; charset=utf-8", $0)] } ?? []
        for file in Self.files + chart {
            let buffer = ByteBuffer(bytes: file.bytes)
            router.get(RouterPath("/static/\(file.name)")) { _, _ in
                Response(
                    status: .ok, headers: [.contentType: file.type, .cacheControl: "public, max-age=300"],
                    body: ResponseBody(byteBuffer: buffer))
            }
        }
    }
}
