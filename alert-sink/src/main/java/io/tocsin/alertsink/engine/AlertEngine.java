package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.routing.Route;
import io.tocsin.alertsink.routing.RoutingTree;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Alertmanager as a state machine. It is fed with alerts, silences and configurations in one order, each with its time, and
 * with time alone in between; the same input gives the same output. All times are those of the input, never of a clock.
 *
 * <p>An engine that begins with the state of another one stands still until it is given a configuration: what became due
 * while nobody ran is then flushed once, at that moment. One thread feeds it; {@link EngineView} may be asked by others.
 */
public final class AlertEngine {

    /** How long an alert that is over is held, so that posting it again can be merged. */
    static final Duration RESOLVED_KEPT = Duration.ofMinutes(30);
    /** How long a silence that is over is held. */
    static final Duration SILENCE_KEPT = Duration.ofHours(120);

    /** As Alertmanager's when nobody says otherwise. */
    private static final Duration UNCONFIGURED_TIMEOUT = Duration.ofMinutes(5);

    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);

    private final EngineChanges changes;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<Long, HeldAlert> alerts = new LinkedHashMap<>();
    private final Map<String, Silence> silences = new LinkedHashMap<>();
    private final Muting muting = new Muting(alerts, silences);
    private final NotificationLog log;
    private final Heard heard;
    private Groups groups;
    private Heartbeats heartbeats = new Heartbeats(List.of(), List.of());
    private Optional<AlertmanagerConfig> config = Optional.empty();
    private String shown;
    private long step;
    private volatile boolean paused = true;
    private Instant sweepDue = Instant.MIN;

    /**
     * Makes an engine.
     *
     * @param state what it begins with
     * @param changes takes what it changes, while it is being fed
     */
    public AlertEngine(EngineState state, EngineChanges changes) {
        this.changes = changes;
        state.alerts.stream()
                .sorted(Comparator.comparingLong(HeldAlert::sequence))
                .forEach(each -> alerts.put(each.fingerprint(), each));
        state.silences.forEach(each -> silences.put(each.id(), each));
        log = new NotificationLog(state.told, changes);
        heard = new Heard(state.heard, changes);
        groups = new Groups(changes);
        shown = state.config;
        step = state.step;
        for (HeldAlert each : state.alerts) {
            step = Math.max(step, each.sequence());
        }
        for (GroupState each : state.groups) {
            step = Math.max(step, each.flushedIn());
        }
        if (!shown.isEmpty()) {
            adopt(parsed(shown));
            groups.restore(state.groups, alerts.values(), tree());
        }
    }

    /**
     * Takes a configuration and goes on. A configuration that differs from the present one begins all groups anew; what was
     * told is remembered.
     *
     * @param text the configuration as it is shown
     */
    public void configure(String text, Instant now) {
        locked(() -> {
            AlertmanagerConfig next = parsed(text);
            boolean differs = !text.equals(shown);
            boolean begins = paused || differs;
            paused = false;
            if (differs) {
                shown = text;
                changes.progress(shown, step);
                adopt(next);
                groups.clear();
                alerts.values().forEach(each -> insert(each, now, true));
                flushEager(now);
                heartbeats.orphans(alerts.values(), now).forEach(each -> hold(each, now));
            }
            if (begins) {
                heartbeats.expectFrom(now);
            }
            groups.flushDue(now, now, this::flush);
            sweepWhenDue(now);
        });
    }

    /** Takes alerts as somebody posted them. */
    public void post(List<PostedAlert> posted, Instant now) {
        locked(() -> {
            runUntil(now);
            for (PostedAlert each : posted) {
                hold(each, now);
            }
            runUntil(now);
        });
    }

    /** Takes silences as they are from now on. */
    public void put(List<Silence> changed, Instant now) {
        locked(() -> {
            runUntil(now);
            for (Silence each : changed) {
                Silence known = silences.get(each.id());
                if (known == null || !each.updatedAt().isBefore(known.updatedAt())) {
                    silences.put(each.id(), each);
                    changes.silence(each);
                }
            }
        });
    }

    /** Lets time pass. */
    public void advance(Instant now) {
        if (!paused && (groups.isDue(now) || heartbeats.isDue(now) || !now.isBefore(sweepDue))) {
            locked(() -> runUntil(now));
        }
    }

    /** Returns when it has something to do by itself at the latest; empty while it stands still. */
    public Optional<Instant> nextDue() {
        return paused ? Optional.empty() : Optional.of(groups.nextDue(heartbeats.nextDue(sweepDue)));
    }

    /** Stands still until it is given a configuration. */
    public void pause() {
        paused = true;
    }

    /** Returns whether it waits for a configuration. */
    public boolean isPaused() {
        return paused;
    }

    /** Returns how it looks from outside. */
    public EngineView view() {
        return new EngineView(this, lock.readLock());
    }

    private void locked(Runnable action) {
        lock.writeLock().lock();
        try {
            action.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void runUntil(Instant now) {
        if (!paused) {
            for (Optional<Instant> missing = heartbeats.firstDue(now);
                    missing.isPresent();
                    missing = heartbeats.firstDue(now)) {
                Instant at = missing.get();
                groups.flushDue(at, null, this::flush);
                heartbeats.takeMissing(at).forEach(each -> hold(each, at));
            }
            groups.flushDue(now, null, this::flush);
            sweepWhenDue(now);
        }
    }

    private static AlertmanagerConfig parsed(String text) {
        try {
            return ConfigReader.text(text);
        } catch (ConfigException unreadable) {
            throw new IllegalArgumentException("a configuration that was shown must be readable", unreadable);
        }
    }

    private void adopt(AlertmanagerConfig next) {
        config = Optional.of(next);
        muting.adopt(next);
        heartbeats = new Heartbeats(next.heartbeats(), alerts.values());
    }

    private RoutingTree tree() {
        return config.orElseThrow().tree();
    }

    private void hold(PostedAlert posted, Instant now) {
        long fingerprint = posted.labels().fingerprint();
        HeldAlert known = alerts.get(fingerprint);
        if (posted.origin().isPresent()) {
            boolean isNews = heard.takes(fingerprint, posted.origin().get());
            boolean neverFired = known == null && posted.endsAt().isPresent();
            if (!isNews || neverFired) {
                return;
            }
        }
        HeldAlert held = inItsGroup(held(posted, known, now), known, now);
        boolean changed = known == null
                || known.isResolved(now) != held.isResolved(now)
                || !known.startsAt().equals(held.startsAt())
                || !known.damping().equals(held.damping());
        if (paused && known != null && changed && config.isPresent()) {
            // Nobody ran when these were due, and what they would have told is about to be something else.
            groups.overdue(known, tree(), now).forEach(each -> flush(each, now));
            // What was flushed is how it stood before. How it stands now comes after that, or it would be lost in a
            // restart.
            held = inItsGroup(held(posted, known, now), known, now);
        }
        alerts.put(fingerprint, held);
        changes.alert(held);
        if (known == null) {
            muting.add(held);
        } else if (!known.incident().equals(held.incident()) && config.isPresent()) {
            groups.move(known, held, tree());
        }
        if (config.isPresent()) {
            insert(held, now, changed);
            flushEager(now);
        }
        if (!held.isResolved(now)) {
            heartbeats.came(held, now).forEach(over -> hold(over, now));
        }
    }

    private HeldAlert held(PostedAlert posted, HeldAlert known, Instant now) {
        if (posted.origin().isPresent()) {
            return HeldAlert.own(posted, posted.origin().get(), now, ++step);
        }
        Duration timeout = config.map(AlertmanagerConfig::resolveTimeout).orElse(UNCONFIGURED_TIMEOUT);
        HeldAlert alone = HeldAlert.foreign(posted, now, timeout, ++step);
        return known == null ? alone : known.with(alone, now);
    }

    /**
     * Lets an alert that somebody was told of stay in the group in which they were told, whatever incident it is said to
     * belong to since: whoever knows that it fires must learn there that it does not. Another occurrence is free again.
     */
    private HeldAlert inItsGroup(HeldAlert held, HeldAlert known, Instant now) {
        if (known == null || known.incident().equals(held.incident())) {
            return held;
        }
        boolean stays = held.isResolved(now) || config.isPresent() && log.isTold(known, held.startsAt(), config.get());
        return stays ? held.grouped(known.incident()) : held;
    }

    private void insert(HeldAlert alert, Instant now, boolean changed) {
        for (Route route : tree().match(alert.labels())) {
            groups.insert(alert, route, now, changed);
        }
    }

    /** Flushes what does not wait for a timer, even while the engine stands still: each change is told. */
    private void flushEager(Instant now) {
        groups.takeEager().forEach(each -> flush(each, now));
    }

    /** Flushes a group: tells whoever has to be told, and lets go of what is resolved. */
    private void flush(Group group, Instant now) {
        step++;
        List<HeldAlert> members = new ArrayList<>(group.members.size());
        group.members.forEach(each -> members.add(alerts.get(each)));
        members.sort(HeldAlert.ORDER);
        Standing standing = Standing.of(group.route, members, muting, now, changes::suppressed);
        if (!standing.isNothing()) {
            log.tell(group, standing, config.orElseThrow(), now);
        }
        members.stream().filter(each -> each.isResolved(now)).forEach(each -> group.members.remove(each.fingerprint()));
        groups.flushed(
                group,
                members.size() != group.members.size(),
                step,
                Muting.nextEscalation(group.route, members, now),
                now);
    }

    private void sweepWhenDue(Instant now) {
        if (now.isBefore(sweepDue)) {
            return;
        }
        sweepDue = now.plus(SWEEP_INTERVAL);
        List<HeldAlert> over = new ArrayList<>();
        for (HeldAlert each : alerts.values()) {
            if (each.isResolved(now.minus(RESOLVED_KEPT)) && !groups.holds(each, tree())) {
                over.add(each);
            }
        }
        for (HeldAlert each : over) {
            alerts.remove(each.fingerprint());
            muting.remove(each);
            changes.alertGone(each.fingerprint());
        }
        List<String> expired = silences.values().stream()
                .filter(each -> each.endsAt().isBefore(now.minus(SILENCE_KEPT)))
                .map(Silence::id)
                .toList();
        expired.forEach(each -> {
            silences.remove(each);
            changes.silenceGone(each);
        });
        log.sweep(groups, config.orElseThrow(), now);
        heard.sweep(now);
    }

    Map<Long, HeldAlert> alerts() {
        return alerts;
    }

    Map<String, Silence> silences() {
        return silences;
    }

    Muting muting() {
        return muting;
    }

    Groups groups() {
        return groups;
    }

    NotificationLog log() {
        return log;
    }

    Optional<AlertmanagerConfig> config() {
        return config;
    }
}
