package io.tocsin.query.view;

import io.tocsin.query.scatter.Question;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.key.SourceKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Reads the health of environments and of a whole tenant. Thread-safe. */
public final class ScopeReader {

    private final ViewReader reader;
    private final String tenant;

    /**
     * Makes a reader.
     *
     * @param reader how to ask
     * @param tenant whose scopes
     */
    public ScopeReader(ViewReader reader, String tenant) {
        this.reader = reader;
        this.tenant = tenant;
    }

    /**
     * Returns the health of one scope.
     *
     * @param environment the environment, or {@link SourceKey#ALL_ENVIRONMENTS}
     * @return no row when its owner knows of none; fails with {@link UnavailableException} when the owner cannot be asked
     */
    public CompletionStage<Page<ScopeHealth>> one(String environment) {
        return reader.keys(View.SCOPES, List.of(SourceKey.scope(tenant, environment)), Map.of());
    }

    /**
     * Returns the health of the environments, without that of the whole tenant.
     *
     * @param after continue behind this row key; null from the start
     * @param limit environments at most
     */
    public CompletionStage<Page<ScopeHealth>> list(String after, int limit) {
        Question question;
        try {
            question = Question.prefix(
                            View.SCOPES.name(), SourceKey.tenantPrefix(tenant), reader.partitions(), limit + 1)
                    .after(after);
        } catch (UnavailableException notYet) {
            return CompletableFuture.failedFuture(notYet);
        }
        String whole = SourceKey.scope(tenant, SourceKey.ALL_ENVIRONMENTS);
        return reader.ask(View.SCOPES, question, limit + 1).thenApply(page -> {
            List<Row<ScopeHealth>> rows =
                    page.rows().stream().filter(row -> !row.key().equals(whole)).toList();
            boolean cut = rows.size() > limit;
            List<Row<ScopeHealth>> shown = cut ? rows.subList(0, limit) : rows;
            String next = cut ? shown.get(limit - 1).key() : page.next();
            return new Page<>(shown, next, -1, page.freshness());
        });
    }
}
