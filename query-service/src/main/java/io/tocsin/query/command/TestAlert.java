package io.tocsin.query.command;

import io.tocsin.schemas.AlertSeverity;
import io.tocsin.schemas.key.SourceKey;
import java.util.Locale;
import java.util.Map;

/** The identity of test alerts: they belong to the platform itself. Stateless. */
final class TestAlert {

    /** Source that test alerts belong to. */
    static final SourceKey SOURCE = new SourceKey("default", "default", "tocsin");

    private TestAlert() {}

    /**
     * Returns the fingerprint of a test alert. Each is an alert of its own, told apart by the command that raised it: a test
     * must fire also while an earlier one is open.
     */
    static String fingerprint(AlertSeverity severity, String commandId) {
        return AlertFingerprint.of(Map.of(
                "alertname", "test-alert",
                "source", SOURCE.name(),
                "environment", SOURCE.environment(),
                "tenant", SOURCE.tenant(),
                "severity", severity.name().toLowerCase(Locale.ROOT),
                "test", "true",
                "command", commandId));
    }
}
