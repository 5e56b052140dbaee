package server;

import org.opensearch.analysis.common.CommonAnalysisPlugin;

/** OpenSearch's analysis under its name in version 2. */
public class Common extends CommonAnalysisPlugin {}
