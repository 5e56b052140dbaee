package server;

import org.opensearch.analysis.common.CommonAnalysisModulePlugin;

/** OpenSearch's analysis under its name in version 3. */
public class Common extends CommonAnalysisModulePlugin {}
