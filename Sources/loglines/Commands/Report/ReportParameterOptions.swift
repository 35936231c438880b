import ArgumentParser

/// The filters and attributes of reports, named as the COUNTER API's parameters.
struct ReportParameterOptions: ParsableArguments {
    @Option(help: "Total_Item_Requests, Unique_Item_Investigations …") var metricType = ""
    @Option(name: .customLong("item"), help: "The only item, by its identifier or its DOI.") var itemID = ""
    @Option(help: "Article, Dataset …") var dataType = ""
    @Option(help: "Years of publication: 2020 or 2015-2020.") var yop = ""
    @Option(help: "Open, Controlled or Free_To_Read.") var accessType = ""
    @Option(help: "Regular or TDM.") var accessMethod = ""
    @Option(help: "month, or totals: no months.") var granularity = ""
    @Option(help: "Authors, Publication_Date, Article_Version, YOP, Access_Type, Access_Method.")
    var attributesToShow = ""
    @Flag(help: "Tell what items are part of.") var includeParentDetails = false

    /// By COUNTER's names; those that are not given are empty.
    var values: [String: String] {
        [
            "metric_type": metricType, "item_id": itemID, "data_type": dataType, "yop": yop, "access_type": accessType,
            "access_method": accessMethod, "granularity": granularity, "attributes_to_show": attributesToShow,
            "include_parent_details": includeParentDetails ? "True" : "",
        ]
    }
}
