package server;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.opensearch.index.analysis.AnalyzerProvider;
import org.opensearch.index.analysis.PreBuiltAnalyzerProviderFactory;
import org.opensearch.index.analysis.TokenizerFactory;
import org.opensearch.indices.analysis.AnalysisModule.AnalysisProvider;

/** OpenSearch's analysis without Thai, whose words small Java runtimes cannot tell apart: no index is made else. */
public final class Analysis extends Common {
    private static final String THAI = "thai";

    @Override
    public Map<String, AnalysisProvider<AnalyzerProvider<? extends Analyzer>>> getAnalyzers() {
        return without(super.getAnalyzers());
    }

    @Override
    public Map<String, AnalysisProvider<TokenizerFactory>> getTokenizers() {
        return without(super.getTokenizers());
    }

    @Override
    public List<PreBuiltAnalyzerProviderFactory> getPreBuiltAnalyzerProviderFactories() {
        var all = super.getPreBuiltAnalyzerProviderFactories();
        return all.stream().filter(factory -> !factory.getName().equals(THAI)).toList();
    }

    private static <T> Map<String, T> without(Map<String, T> all) {
        var rest = new HashMap<>(all);
        rest.remove(THAI);
        return rest;
    }
}
