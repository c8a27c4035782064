package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.IntegrationConfig;
import io.tocsin.alertsink.config.ReceiverConfig;
import io.tocsin.alertsink.routing.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who was told what. It moves on with the decision to tell, which is written in the same transaction; that it arrives is
 * what the outbox is for. Confined to the engine's thread.
 */
final class NotificationLog {

    private static final Duration KEPT_AT_LEAST = Duration.ofHours(1);
    private static final Duration KEPT_AT_MOST = Duration.ofHours(120);

    private final Map<String, Told> entries;
    private final EngineChanges changes;

    NotificationLog(Map<String, Told> entries, EngineChanges changes) {
        this.entries = new HashMap<>(entries);
        this.changes = changes;
    }

    /** Tells the integrations of a group's receiver that have to be told. */
    void tell(Group group, Standing standing, AlertmanagerConfig config, Instant now) {
        String groupKey = group.route.groupKey(group.labels);
        ReceiverConfig receiver = config.receiver(group.route.receiver()).orElseThrow();
        for (IntegrationConfig integration : receiver.integrations()) {
            String key = Intent.logKey(integration, groupKey);
            Optional<Told> told = Optional.ofNullable(entries.get(key));
            Standing.Decision decision = standing.decide(told, integration);
            if (decision.reason().isPresent()) {
                tell(group, groupKey, integration, told, decision, now);
            } else if (told.isPresent() && !told.get().firing().equals(decision.firing())) {
                Told noted = told.get().knowing(decision.firing());
                entries.put(key, noted);
                changes.told(key, noted);
            }
        }
    }

    private void tell(
            Group group,
            String groupKey,
            IntegrationConfig integration,
            Optional<Told> told,
            Standing.Decision decision,
            Instant now) {
        String reason = decision.reason().orElseThrow();
        Told next = new Told(
                told.map(Told::bornAt).orElseGet(() -> birth(decision.alerts(), now)),
                told.map(Told::sequence).orElse(0L) + 1,
                now,
                decision.firing(),
                decision.resolved(),
                now.plus(kept(group.route.repeatInterval())));
        String key = Intent.logKey(integration, groupKey);
        entries.put(key, next);
        changes.told(key, next);
        boolean changedOnly = integration.flag("only_changed") && !reason.equals(NotifyRule.REPEAT);
        List<HeldAlert> sent = decision.alerts().stream()
                .filter(each -> integration.sendResolved() || !each.isResolved(now))
                .filter(each -> !changedOnly || isNews(each, told, group.route, now))
                .toList();
        if (!sent.isEmpty()) {
            changes.intent(new Intent(
                    integration,
                    groupKey,
                    group.labels,
                    group.route.labels(),
                    group.route.groupInterval(),
                    next.bornAt(),
                    next.sequence(),
                    now,
                    reason,
                    sent));
        }
    }

    /**
     * Returns when an entry about alerts is born. What the platform says of its own alerts is recognised by its own times, so
     * that it gets the same delivery ids when it is read again after everything else was lost.
     */
    private static Instant birth(List<HeldAlert> alerts, Instant now) {
        return alerts.stream().allMatch(each -> each.content().isPresent())
                ? alerts.stream()
                        .map(HeldAlert::updatedAt)
                        .max(Comparator.naturalOrder())
                        .orElse(now)
                : now;
    }

    /** Forgets entries that are old and whose group is gone. */
    void sweep(Groups groups, AlertmanagerConfig config, Instant now) {
        Set<String> old = new HashSet<>();
        entries.forEach((key, told) -> {
            if (told.keepUntil().isBefore(now)) {
                old.add(key);
            }
        });
        if (old.isEmpty()) {
            return;
        }
        for (Group group : groups.all()) {
            String groupKey = group.route.groupKey(group.labels);
            config.receiver(group.route.receiver())
                    .orElseThrow()
                    .integrations()
                    .forEach(each -> old.remove(Intent.logKey(each, groupKey)));
        }
        old.stream().sorted().forEach(key -> {
            entries.remove(key);
            changes.toldGone(key);
        });
    }

    private static Duration kept(Duration repeatInterval) {
        Duration twice = repeatInterval.compareTo(KEPT_AT_MOST) > 0 ? KEPT_AT_MOST : repeatInterval.multipliedBy(2);
        if (twice.compareTo(KEPT_AT_LEAST) < 0) {
            return KEPT_AT_LEAST;
        }
        return twice.compareTo(KEPT_AT_MOST) > 0 ? KEPT_AT_MOST : twice;
    }

    /** Returns whether somebody who was told something before does not know how an alert stands. */
    private static boolean isNews(HeldAlert alert, Optional<Told> told, Route route, Instant now) {
        if (told.isEmpty()) {
            return true;
        }
        long hash = hash(alert, route);
        return !(alert.isResolved(now) ? told.get().resolved() : told.get().firing()).contains(hash);
    }

    /**
     * Returns whether anybody was told of an alert in one of its groups that is grouped by incident: that it fires, or since a moment
     * that it is over.
     */
    boolean isTold(HeldAlert alert, Instant since, AlertmanagerConfig config) {
        for (Route route : config.tree().match(alert.labels())) {
            if (route.groupsBy(HeldAlert.INCIDENT)) {
                String groupKey = route.groupKey(alert.groupLabels(route));
                long hash = hash(alert, route);
                for (IntegrationConfig each :
                        config.receiver(route.receiver()).orElseThrow().integrations()) {
                    Told told = entries.get(Intent.logKey(each, groupKey));
                    if (told != null
                            && (Standing.knows(told.firing(), hash)
                                    || told.resolved().contains(hash)
                                            && !told.at().isBefore(since))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Returns what an integration was told of a group. */
    Optional<Told> entry(IntegrationConfig integration, String groupKey) {
        return Optional.ofNullable(entries.get(Intent.logKey(integration, groupKey)));
    }

    /** What makes an alert news: its labels, and where the route says so its beginning. */
    static long hash(HeldAlert alert, Route route) {
        return route.episodes() || route.digest()
                ? alert.fingerprint() * 31
                        + alert.startsAt().getEpochSecond() * 1_000_003
                        + alert.startsAt().getNano()
                : alert.fingerprint();
    }
}
