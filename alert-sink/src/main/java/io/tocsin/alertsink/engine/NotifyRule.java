package io.tocsin.alertsink.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Alertmanager's decision whether an integration has to be told of a group. Stateless. */
final class NotifyRule {

    /** Why somebody is told although nothing is new. */
    static final String REPEAT = "repeat interval elapsed";

    private NotifyRule() {}

    /**
     * Returns why it has to be told; empty when it has not.
     *
     * @param told what it was told last
     * @param firing hashes of the alerts that fire
     * @param resolved hashes of the alerts that are resolved
     * @param digest whether it is told of all that happened, also of what is over before it was told
     */
    static Optional<String> reason(
            Optional<Told> told,
            Set<Long> firing,
            Set<Long> resolved,
            boolean sendResolved,
            boolean digest,
            Duration repeatInterval,
            Instant now) {
        if (told.isEmpty()) {
            // Nobody was told of what is resolved already.
            boolean nothing = firing.isEmpty() && !(digest && sendResolved && !resolved.isEmpty());
            return nothing ? Optional.empty() : Optional.of("first notification");
        }
        Told last = told.get();
        if (!last.firing().containsAll(firing)) {
            return Optional.of("new alerts added");
        }
        if (digest && sendResolved && !last.resolved().containsAll(resolved)) {
            return Optional.of("some alerts resolved");
        }
        if (firing.isEmpty()) {
            // Whether resolutions are sent or not: the log must learn that nothing fires any more.
            return last.firing().isEmpty() ? Optional.empty() : Optional.of("all alerts resolved");
        }
        if (sendResolved && !last.resolved().containsAll(resolved)) {
            return Optional.of("some alerts resolved");
        }
        return last.at().isBefore(now.minus(repeatInterval)) ? Optional.of(REPEAT) : Optional.empty();
    }
}
