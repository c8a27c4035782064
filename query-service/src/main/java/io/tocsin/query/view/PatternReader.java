package io.tocsin.query.view;

import io.tocsin.query.scatter.Question;
import io.tocsin.schemas.EnvironmentPatterns;
import io.tocsin.schemas.key.SourceKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads the failure patterns of environments. Thread-safe. */
public final class PatternReader {

    private static final int STEP = 1_000;
    private static final int MOST = 10_000;

    private final ViewReader reader;
    private final String tenant;

    /**
     * Makes a reader.
     *
     * @param reader how to ask
     * @param tenant whose environments
     */
    public PatternReader(ViewReader reader, String tenant) {
        this.reader = reader;
        this.tenant = tenant;
    }

    /**
     * Returns the failure patterns of an environment, or of all.
     *
     * @param environment the environment, or null for all; fails with {@link UnavailableException} when nobody can be asked
     */
    public CompletionStage<Page<EnvironmentPatterns>> patterns(String environment) {
        if (environment != null) {
            return reader.keys(View.PATTERNS, List.of(SourceKey.scope(tenant, environment)), Map.of());
        }
        try {
            Question question =
                    Question.prefix(View.PATTERNS.name(), SourceKey.tenantPrefix(tenant), reader.partitions(), STEP);
            return reader.scan(View.PATTERNS, question, MOST, STEP);
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
    }
}
