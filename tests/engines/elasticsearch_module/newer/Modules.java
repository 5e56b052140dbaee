package server;

import java.nio.file.Path;
import java.util.Set;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;

/** The modules in a folder, as version 9 reads them. */
final class Modules {
    static Set<PluginBundle> in(Path folder) {
        return PluginsLoader.loadModulesBundles(folder, false);
    }
}
