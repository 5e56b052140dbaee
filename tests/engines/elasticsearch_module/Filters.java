package filters;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.bg.BulgarianStemFilter;
import org.apache.lucene.analysis.cz.CzechStemFilter;
import org.apache.lucene.analysis.de.GermanLightStemFilter;
import org.apache.lucene.analysis.el.GreekStemFilter;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.es.SpanishLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchLightStemFilter;
import org.apache.lucene.analysis.fr.FrenchMinimalStemFilter;
import org.apache.lucene.analysis.it.ItalianLightStemFilter;
import org.apache.lucene.analysis.lv.LatvianStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.EmptyTokenStream;
import org.apache.lucene.analysis.pt.PortugueseLightStemFilter;
import org.apache.lucene.analysis.snowball.SnowballFilter;
import org.apache.lucene.analysis.util.ElisionFilter;
import org.elasticsearch.common.Strings;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.index.analysis.Analysis;
import org.elasticsearch.index.analysis.NormalizingTokenFilterFactory;
import org.elasticsearch.index.analysis.TokenFilterFactory;
import org.elasticsearch.indices.analysis.AnalysisModule.AnalysisProvider;
import org.elasticsearch.plugins.AnalysisPlugin;
import org.elasticsearch.plugins.Plugin;

/**
 * The token filters `stemmer`, `elision` and `asciifolding`, with the names and settings that they have in
 * Elasticsearch's module analysis-common, which Maven Central does not have.
 */
public final class Filters extends Plugin implements AnalysisPlugin {
    /** Those that are not Snowball's of the same name. */
    private static final Map<String, UnaryOperator<TokenStream>> STEMMERS = Map.ofEntries(
        entry("bulgarian", BulgarianStemFilter::new),
        entry("czech", CzechStemFilter::new),
        entry("english", PorterStemFilter::new),
        entry("greek", GreekStemFilter::new),
        entry("latvian", LatvianStemFilter::new),
        entry("light_english", KStemFilter::new),
        entry("light_french", FrenchLightStemFilter::new),
        entry("light_german", GermanLightStemFilter::new),
        entry("light_italian", ItalianLightStemFilter::new),
        entry("light_portuguese", PortugueseLightStemFilter::new),
        entry("light_spanish", SpanishLightStemFilter::new),
        entry("minimal_english", EnglishMinimalStemFilter::new),
        entry("minimal_french", FrenchMinimalStemFilter::new),
        entry("possessive_english", EnglishPossessiveFilter::new)
    );

    @Override
    public Map<String, AnalysisProvider<TokenFilterFactory>> getTokenFilters() {
        return Map.of(
            "stemmer", (index, environment, name, settings) -> new Words(name, stemmer(settings)),
            "elision", AnalysisPlugin.requiresAnalysisSettings(
                (index, environment, name, settings) -> new Form(name, elision(environment, settings))),
            "asciifolding", (index, environment, name, settings) -> new Form(name, folding(settings))
        );
    }

    private static UnaryOperator<TokenStream> stemmer(Settings settings) {
        var language = settings.get("language", settings.get("name", "english"));
        UnaryOperator<TokenStream> snowball = stream -> new SnowballFilter(stream, Strings.capitalize(language));
        var filter = STEMMERS.getOrDefault(language, snowball);
        filter.apply(new EmptyTokenStream()); // an unknown language is refused with the index, not with a text
        return filter;
    }

    private static UnaryOperator<TokenStream> elision(Environment environment, Settings settings) {
        var articles = Analysis.parseArticles(environment, settings);
        if (articles == null) {
            throw new IllegalArgumentException("elision filter requires [articles] or [articles_path] setting");
        }
        return stream -> new ElisionFilter(stream, articles);
    }

    private static UnaryOperator<TokenStream> folding(Settings settings) {
        var both = settings.getAsBoolean("preserve_original", false);
        return stream -> new ASCIIFoldingFilter(stream, both);
    }

    private static class Words implements TokenFilterFactory {
        private final String name;
        private final UnaryOperator<TokenStream> filter;

        Words(String name, UnaryOperator<TokenStream> filter) {
            this.name = name;
            this.filter = filter;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public TokenStream create(TokenStream stream) {
            return filter.apply(stream);
        }
    }

    /** A filter that a keyword's normalizer may use too. */
    private static final class Form extends Words implements NormalizingTokenFilterFactory {
        Form(String name, UnaryOperator<TokenStream> filter) {
            super(name, filter);
        }
    }
}
