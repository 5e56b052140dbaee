package server;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** An OpenSearch of one node with all modules: java server.Server FOLDER PORT; everything it writes is in FOLDER. */
public final class Server {
    public static void main(String[] arguments) throws Exception {
        var port = Integer.parseInt(arguments[1]);
        var runner = new Runner();
        Runtime.getRuntime().addShutdownHook(new Thread(runner::end));
        runner.setMaxHttpPort(port); // else it takes none beyond 9299
        runner.onBuild((number, settings) -> settings.put("network.host", "127.0.0.1"));
        var options = OpenSearchRunner.newConfigs().basePath(arguments[0]).numOfNode(1).baseHttpPort(port - 1);
        runner.build(options.moduleTypes(Runner.modules()));
        new CountDownLatch(1).await();
    }

    private static final class Runner extends OpenSearchRunner {
        static String modules() {
            var common = Common.class.getSuperclass().getName();
            return Arrays.stream(MODULE_TYPES)
                .map(name -> name.equals(common) ? Analysis.class.getName() : name)
                .collect(Collectors.joining(","));
        }

        void end() {
            try {
                close();
            } catch (java.io.IOException error) {
                throw new java.io.UncheckedIOException(error);
            }
        }
    }
}
