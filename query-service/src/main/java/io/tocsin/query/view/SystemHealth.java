package io.tocsin.query.view;

import io.tocsin.schemas.Decision;
import io.tocsin.schemas.HealthStatus;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.key.SourceKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Health of everything that is monitored, also when nothing is yet. Thread-safe. */
public final class SystemHealth {

    private final ScopeReader scopes;
    private final String tenant;

    /**
     * Makes a reader.
     *
     * @param scopes reads scopes
     * @param tenant whose system
     */
    public SystemHealth(ScopeReader scopes, String tenant) {
        this.scopes = scopes;
        this.tenant = tenant;
    }

    /**
     * Returns the health of the whole. As long as its owner says that no source is known, that is a health of nothing:
     * UNKNOWN, score 0. Fails with {@link UnavailableException} when the owner cannot be asked.
     */
    public CompletionStage<Overall> overall() {
        return scopes.one(SourceKey.ALL_ENVIRONMENTS)
                .thenApply(page -> new Overall(
                        page.rows().isEmpty()
                                ? nothing(page.freshness())
                                : page.values().get(0),
                        page.freshness()));
    }

    private ScopeHealth nothing(Freshness freshness) {
        return ScopeHealth.newBuilder()
                .setTenant(tenant)
                .setEnvironment(SourceKey.ALL_ENVIRONMENTS)
                .setAt(
                        freshness.streamTime() != null
                                ? freshness.streamTime()
                                : freshness.asOf().toEpochMilli())
                .setStatus(HealthStatus.UNKNOWN)
                .setSeverityScore(0)
                .setDecision(Decision.CONTINUE)
                .setReasons(List.of())
                .setSourceCount(0)
                .setSourcesByStatus(Map.of())
                .setEventCount(0)
                .setLogCount(0)
                .setEventsByStatus(Map.of())
                .setSeveritySum(0)
                .setActiveAlerts(0)
                .setWorst(List.of())
                .setPartitions(List.of())
                .build();
    }

    /**
     * The health of the whole. Immutable.
     *
     * @param health the health
     * @param freshness how fresh it is
     */
    public record Overall(ScopeHealth health, Freshness freshness) {}
}
