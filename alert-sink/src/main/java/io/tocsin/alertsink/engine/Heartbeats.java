package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.HeartbeatConfig;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Matcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Alerts that are expected to come, and the alerts that say that they do not. What it needs to know it finds among the alerts
 * that are held, so it keeps nothing itself. Confined to the engine's thread.
 */
final class Heartbeats {

    private static final String ALERT = "HeartbeatMissing";

    private final List<Expected> all = new ArrayList<>();

    /** One that is expected. */
    private static final class Expected {

        private final HeartbeatConfig config;
        /** When the alert is due that says that it is missing; the end of time while that alert fires. */
        private Instant due = Instant.MAX;

        private boolean missing;

        private Expected(HeartbeatConfig config) {
            this.config = config;
        }

        private long fingerprint() {
            return alert(Instant.EPOCH, Optional.empty()).labels().fingerprint();
        }

        /** The alert that says that it is missing. */
        private PostedAlert alert(Instant start, Optional<Instant> end) {
            Map<String, String> labels = new HashMap<>(config.labels());
            labels.putIfAbsent("alertname", ALERT);
            labels.put("heartbeat", config.name());
            Map<String, String> annotations = new HashMap<>(config.annotations());
            annotations.putIfAbsent(
                    "summary", "The heartbeat '" + config.name() + "' did not come for " + config.timeout());
            return new PostedAlert(
                    LabelSet.of(labels),
                    annotations,
                    Optional.of(start),
                    Optional.of(end.orElse(HeldAlert.NO_END)),
                    "",
                    Optional.empty());
        }
    }

    /** Begins to expect some, given the alerts that are held. */
    Heartbeats(List<HeartbeatConfig> configs, Collection<HeldAlert> held) {
        for (HeartbeatConfig config : configs) {
            Expected expected = new Expected(config);
            long own = expected.fingerprint();
            for (HeldAlert each : held) {
                expected.missing |= each.fingerprint() == own && each.endsAt().equals(HeldAlert.NO_END);
                if (Matcher.all(config.matchers(), each.labels()) && each.fingerprint() != own) {
                    Instant due = each.updatedAt().plus(config.timeout());
                    expected.due = expected.due.equals(Instant.MAX) || due.isAfter(expected.due) ? due : expected.due;
                }
            }
            all.add(expected);
        }
    }

    /** While nobody ran, none could come: each has its whole time from now on. */
    void expectFrom(Instant now) {
        for (Expected each : all) {
            each.due = each.missing ? Instant.MAX : now.plus(each.config.timeout());
        }
    }

    /**
     * Takes note of an alert that fires.
     *
     * @return the ends of the alerts that said that it was missing
     */
    List<PostedAlert> came(HeldAlert alert, Instant now) {
        List<PostedAlert> over = new ArrayList<>();
        for (Expected each : all) {
            if (Matcher.all(each.config.matchers(), alert.labels())
                    && !each.config.name().equals(alert.labels().get("heartbeat"))) {
                if (each.missing) {
                    over.add(each.alert(now, Optional.of(now)));
                }
                each.missing = false;
                each.due = now.plus(each.config.timeout());
            }
        }
        return over;
    }

    /** Returns the ends of alerts about heartbeats that are not expected any more. */
    List<PostedAlert> orphans(Collection<HeldAlert> held, Instant now) {
        List<PostedAlert> over = new ArrayList<>();
        for (HeldAlert alert : held) {
            String name = alert.labels().get("heartbeat");
            boolean isOurs =
                    name != null && alert.content().isEmpty() && alert.endsAt().equals(HeldAlert.NO_END);
            if (isOurs && all.stream().noneMatch(each -> each.fingerprint() == alert.fingerprint())) {
                over.add(new PostedAlert(
                        alert.labels(), alert.annotations(), Optional.of(now), Optional.of(now), "", Optional.empty()));
            }
        }
        return over;
    }

    boolean isDue(Instant now) {
        return firstDue(now).isPresent();
    }

    /** Returns when the first is missing, if that is not after a moment. */
    Optional<Instant> firstDue(Instant now) {
        return all.stream()
                .map(each -> each.due)
                .filter(due -> !due.isAfter(now))
                .min(Instant::compareTo);
    }

    /** Returns when the first will be missing, but not later than a moment. */
    Instant nextDue(Instant atLatest) {
        return firstDue(atLatest).orElse(atLatest);
    }

    /** Returns the alerts about those that are missing by now. */
    List<PostedAlert> takeMissing(Instant now) {
        List<PostedAlert> missing = new ArrayList<>();
        for (Expected each : all) {
            if (!each.due.isAfter(now)) {
                each.due = Instant.MAX;
                each.missing = true;
                missing.add(each.alert(now, Optional.empty()));
            }
        }
        return missing;
    }
}
