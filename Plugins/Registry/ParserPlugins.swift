import ActionsPlugin
import CombinedPlugin
import DataversePlugin
import DspacePlugin
import EprintsPlugin
import FigsharePlugin
import HyraxPlugin
import InvenioPlugin
import IslandoraPlugin
import OjsPlugin
import OraPlugin
public import PluginAPI
import PurePlugin
import RingserverPlugin

/// The parser plugins compiled into this program.
public enum ParserPlugins {
    /// Every plugin, in the order in which `loglines plugins` shows them.
    public static let all: [any ParserPlugin.Type] = [
        ActionsPlugin.self,
        CombinedPlugin.self,
        DataversePlugin.self,
        DspacePlugin.self,
        EprintsPlugin.self,
        FigsharePlugin.self,
        HyraxPlugin.self,
        InvenioPlugin.self,
        IslandoraPlugin.self,
        OjsPlugin.self,
        OraPlugin.self,
        PurePlugin.self,
        RingserverPlugin.self,
    ]

    /// The plugin of a name.
    /// - Throws: ``PluginError`` naming the plugins when there is none of that name.
    public static func plugin(named name: String) throws -> any ParserPlugin.Type {
        guard let plugin = all.first(where: { $0.name == name }) else {
            let names = all.map { $0.name }.joined(separator: ", ")
            throw PluginError.option("plugin", "there is no plugin '\(name)'; the plugins are \(names)")
        }
        return plugin
    }

    /// The plugin of a name, with the settings of a service.
    /// - Throws: ``PluginError`` when there is no such plugin, or naming the option that it cannot use.
    public static func make(name: String, settings: PluginSettings) throws -> any ParserPlugin {
        try plugin(named: name).init(settings: settings)
    }
}
