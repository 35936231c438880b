import Settings
import StatsD

extension StatsDOptions {
    /// The options of a worker.
    init(_ settings: StatsDSettings) {
        self.init()
        interval = settings.flush
        cleansKeys = settings.keyNameSanitize
        isDogStatsD = settings.dogstatsd
        hasInfluxTags = settings.influxTags
        percentiles = settings.percentiles
        histograms = settings.histogram.map { Histogram(metric: $0.metric, bins: $0.ends) }
        timerMetrics = Set(settings.calculatedTimerMetrics)
        deletesCounters = settings.deleteCounters ?? settings.deleteIdle
        deletesTimers = settings.deleteTimers ?? settings.deleteIdle
        deletesGauges = settings.deleteGauges ?? settings.deleteIdle
        deletesSets = settings.deleteSets ?? settings.deleteIdle
        gaugeFlushes = settings.gaugesMaxTTL
        tellsCounts = settings.flushCounts
        isLegacy = settings.legacyNamespace
        globalPrefix = settings.globalPrefix
        counterPrefix = settings.prefixCounter
        timerPrefix = settings.prefixTimer
        gaugePrefix = settings.prefixGauge
        setPrefix = settings.prefixSet
        ownPrefix = settings.prefixStats
        suffix = settings.globalSuffix
    }
}
