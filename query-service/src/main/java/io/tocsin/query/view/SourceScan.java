package io.tocsin.query.view;

import io.tocsin.query.scatter.Question;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.key.SourceKey;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Looks at many sources for a summary over all of them: at most so many, and seldom, since all summaries over everything
 * share one look. Thread-safe.
 */
public final class SourceScan {

    private static final int STEP = 500;

    private final ViewReader reader;
    private final String tenant;
    private final int limit;
    private final Shared<Page<SourceView>> summaries;
    private final Shared<Page<SourceView>> details;

    /**
     * Makes a scan.
     *
     * @param reader how to ask
     * @param tenant whose sources
     * @param limit sources at most
     * @param maxAge how long one look serves
     */
    public SourceScan(ViewReader reader, String tenant, int limit, Duration maxAge) {
        this.reader = reader;
        this.tenant = tenant;
        this.limit = limit;
        this.summaries = new Shared<>(() -> scan(SourceKey.tenantPrefix(tenant)), maxAge, reader.clock());
        this.details = new Shared<>(() -> scan(SourceKey.tenantPrefix(tenant), "windows"), maxAge, reader.clock());
    }

    /**
     * Returns sources in the order of their keys; the page has a next one when some were left out.
     *
     * @param environment only of this environment; null for all
     * @param windows whether with statistics by window
     */
    public CompletionStage<Page<SourceView>> sources(String environment, boolean windows) {
        if (environment == null) {
            return (windows ? details : summaries).get();
        }
        String prefix = SourceKey.environmentPrefix(tenant, environment);
        return windows ? scan(prefix, "windows") : scan(prefix);
    }

    private CompletionStage<Page<SourceView>> scan(String prefix, String... detail) {
        try {
            Question question = Question.prefix(View.SOURCES.name(), prefix, reader.partitions(), STEP)
                    .detail(detail);
            return reader.scan(View.SOURCES, question, limit, STEP);
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
    }
}
