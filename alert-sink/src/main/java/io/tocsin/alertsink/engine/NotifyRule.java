package io.tocsin.alertsink.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Alertmanager's decision whether an integration has to be told of a group. Stateless. */
final class NotifyRule {

    private NotifyRule() {}

    /**
     * Returns why it has to be told; empty when it has not.
     *
     * @param told what it was told last
     * @param firing hashes of the alerts that fire
     * @param resolved hashes of the alerts that are resolved
     */
    static Optional<String> reason(
            Optional<Told> told,
            Set<Long> firing,
            Set<Long> resolved,
            boolean sendResolved,
            Duration repeatInterval,
            Instant now) {
        if (told.isEmpty()) {
            // Nobody was told of what is resolved already.
            return firing.isEmpty() ? Optional.empty() : Optional.of("first notification");
        }
        Told last = told.get();
        if (!last.firing().containsAll(firing)) {
            return Optional.of("new alerts added");
        }
        if (firing.isEmpty()) {
            // Whether resolutions are sent or not: the log must learn that nothing fires any more.
            return last.firing().isEmpty() ? Optional.empty() : Optional.of("all alerts resolved");
        }
        if (sendResolved && !last.resolved().containsAll(resolved)) {
            return Optional.of("some alerts resolved");
        }
        return last.at().isBefore(now.minus(repeatInterval))
                ? Optional.of("repeat interval elapsed")
                : Optional.empty();
    }
}
