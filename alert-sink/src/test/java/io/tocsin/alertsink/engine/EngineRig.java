package io.tocsin.alertsink.engine;

import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.MatcherParser;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** An engine with a clock in seconds, and the memory of what it wrote, from which another one can begin. */
final class EngineRig implements EngineChanges {

    static final Instant ZERO = Instant.parse("2026-11-27T10:00:00Z");

    final List<Intent> intents = new ArrayList<>();
    final List<MuteReason> suppressed = new ArrayList<>();
    private final Map<Long, HeldAlert> alerts = new LinkedHashMap<>();
    private final Map<Long, GroupState> groups = new LinkedHashMap<>();
    private final Map<String, Told> told = new HashMap<>();
    private final Map<String, Silence> silences = new HashMap<>();
    private final Map<Long, Heard.Change> heard = new HashMap<>();
    private String config = "";
    private long step;
    AlertEngine engine = new AlertEngine(new EngineState(), this);

    static EngineRig of(String yaml) {
        EngineRig rig = new EngineRig();
        rig.configure(yaml, 0);
        return rig;
    }

    static String route(String options) {
        return "route: {receiver: hook, group_by: [alertname], group_wait: 1s, group_interval: 2s, repeat_interval: 1h"
                + (options.isEmpty() ? "" : ", " + options)
                + "}\nreceivers:\n- {name: hook, webhook_configs: [{url: 'http://x'}]}\n"
                + "- {name: quiet, webhook_configs: [{url: 'http://x', send_resolved: false}]}\n";
    }

    void configure(String yaml, double at) {
        try {
            engine.configure(ConfigReader.text(yaml).shown(), at(at));
        } catch (ConfigException wrong) {
            throw new IllegalArgumentException(wrong);
        }
    }

    static Instant at(double seconds) {
        return ZERO.plus(Duration.ofMillis(Math.round(seconds * 1_000)));
    }

    static PostedAlert alert(Map<String, String> labels, Double start, Double end) {
        return new PostedAlert(
                LabelSet.of(labels),
                Map.of(),
                Optional.ofNullable(start).map(EngineRig::at),
                Optional.ofNullable(end).map(EngineRig::at),
                "",
                Optional.empty());
    }

    void post(double at, PostedAlert... posted) {
        engine.post(List.of(posted), at(at));
    }

    void fire(double at, String name) {
        post(at, alert(Map.of("alertname", name), null, null));
    }

    void resolve(double at, String name) {
        post(at, alert(Map.of("alertname", name), 0.0, at));
    }

    /**
     * One of the platform's own alerts changes.
     *
     * @param end when it was over; null while it is not
     */
    void own(double at, String name, long episode, long step, double fired, Double end) {
        own(at, name, episode, step, fired, end, Damping.NONE);
    }

    void own(double at, String name, long episode, long step, double fired, Double end, Damping damping) {
        own(at, name, episode, step, fired, end, damping, Map.of());
    }

    /** One of the platform's own alerts changes, and somebody has acknowledged it. */
    void ownAcknowledged(double at, String name, long episode, long step, double fired, Damping damping) {
        own(at, name, episode, step, fired, null, damping, Map.of(HeldAlert.ACKNOWLEDGED_BY, "ann"));
    }

    /** One of the platform's own alerts changes, and an incident is known to which it belongs. */
    void ownOf(String incident, double at, String name, long episode, long step, double fired, Double end) {
        own(at, name, episode, step, fired, end, Damping.NONE, Map.of(), Optional.of(incident));
    }

    private void own(
            double at,
            String name,
            long episode,
            long step,
            double fired,
            Double end,
            Damping damping,
            Map<String, String> annotations) {
        own(at, name, episode, step, fired, end, damping, annotations, Optional.empty());
    }

    private void own(
            double at,
            String name,
            long episode,
            long step,
            double fired,
            Double end,
            Damping damping,
            Map<String, String> annotations,
            Optional<String> incident) {
        post(
                at,
                new PostedAlert(
                        LabelSet.of(Map.of("alertname", name)),
                        annotations,
                        Optional.of(at(fired)),
                        Optional.ofNullable(end).map(EngineRig::at),
                        "",
                        Optional.of(new Origin(
                                at(end == null ? fired : end),
                                episode,
                                step,
                                ByteBuffer.allocate(0),
                                damping,
                                incident))));
    }

    void silence(double at, String id, String matcher, double start, double end) {
        engine.put(
                List.of(new Silence(
                        id, List.of(MatcherParser.one(matcher)), at(start), at(end), at(at), "me", "c", Map.of())),
                at(at));
    }

    /** Somebody acknowledges alerts of others. */
    void acknowledge(double at, String matcher, double end) {
        engine.put(
                List.of(new Silence(
                        "ack-" + matcher,
                        List.of(MatcherParser.one(matcher)),
                        at(at),
                        at(end),
                        at(at),
                        "ann",
                        "",
                        Map.of(),
                        Silence.Effect.ACKNOWLEDGE,
                        Optional.empty())),
                at(at));
    }

    /** Lets time pass. */
    void until(double seconds) {
        engine.advance(at(seconds));
    }

    /** Another engine takes over with what this one wrote. */
    void takeOver() {
        EngineState state = new EngineState();
        alerts.values().forEach(state::add);
        groups.values().forEach(state::add);
        told.forEach(state::add);
        silences.values().forEach(state::add);
        heard.forEach(state::add);
        state.progress(config, step);
        engine = new AlertEngine(state, this);
    }

    /** Returns what was told so far: seconds, receiver, alerts with an r for those that are resolved. */
    List<String> told() {
        return intents.stream()
                .map(each -> Duration.between(ZERO, each.at()).toMillis() / 1_000.0 + " "
                        + each.integration().receiver() + " "
                        + each.alerts().stream()
                                .map(alert ->
                                        alert.labels().value("alertname") + (alert.isResolved(each.at()) ? "-" : "+"))
                                .collect(Collectors.joining(" ")))
                .toList();
    }

    @Override
    public void alert(HeldAlert alert) {
        alerts.put(alert.fingerprint(), alert);
    }

    @Override
    public void alertGone(long fingerprint) {
        alerts.remove(fingerprint);
    }

    @Override
    public void group(GroupState group) {
        groups.put(group.number(), group);
    }

    @Override
    public void groupGone(GroupState group) {
        groups.remove(group.number());
    }

    @Override
    public void told(String key, Told entry) {
        told.put(key, entry);
    }

    @Override
    public void toldGone(String key) {
        told.remove(key);
    }

    @Override
    public void silence(Silence silence) {
        silences.put(silence.id(), silence);
    }

    @Override
    public void silenceGone(String id) {
        silences.remove(id);
    }

    @Override
    public void heard(long fingerprint, Heard.Change change) {
        heard.put(fingerprint, change);
    }

    @Override
    public void heardGone(long fingerprint) {
        heard.remove(fingerprint);
    }

    @Override
    public void progress(String shown, long lastStep) {
        config = shown;
        step = lastStep;
    }

    @Override
    public void intent(Intent intent) {
        intents.add(intent);
    }

    @Override
    public void suppressed(MuteReason reason) {
        suppressed.add(reason);
    }

    int heldAlerts() {
        return alerts.size();
    }

    int heldGroups() {
        return groups.size();
    }

    int heldChanges() {
        return heard.size();
    }

    int heldTold() {
        return told.size();
    }
}
