package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.engine.Damping;
import io.tocsin.alertsink.engine.GroupState;
import io.tocsin.alertsink.engine.Heard;
import io.tocsin.alertsink.engine.HeldAlert;
import io.tocsin.alertsink.engine.Origin;
import io.tocsin.alertsink.engine.PostedAlert;
import io.tocsin.alertsink.engine.Recurrence;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.alertsink.engine.Told;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.alertsink.routing.Matcher;
import io.tocsin.schemas.AlertPost;
import io.tocsin.schemas.EngineAlert;
import io.tocsin.schemas.EngineGroup;
import io.tocsin.schemas.EngineHeard;
import io.tocsin.schemas.EngineTold;
import io.tocsin.schemas.SilenceMatcher;
import io.tocsin.schemas.SilenceRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Turns what the engine knows into records and back. Stateless. */
public final class EngineRecords {

    private static final int NANOS_PER_MILLI = 1_000_000;

    private EngineRecords() {}

    /** Returns the record of an alert that was posted. */
    public static AlertPost record(PostedAlert alert) {
        return new AlertPost(
                alert.labels(),
                alert.annotations(),
                alert.startsAt().map(Instant::toEpochMilli).orElse(null),
                alert.startsAt().map(EngineRecords::nanos).orElse(0),
                alert.endsAt().map(Instant::toEpochMilli).orElse(null),
                alert.endsAt().map(EngineRecords::nanos).orElse(0),
                alert.generatorUrl(),
                alert.origin().map(each -> each.asOf().toEpochMilli()).orElse(null),
                alert.origin().map(Origin::episode).orElse(0L),
                alert.origin().map(Origin::step).orElse(0L),
                alert.origin().map(each -> each.content().duplicate()).orElse(null));
    }

    static PostedAlert posted(AlertPost alert) {
        return new PostedAlert(
                LabelSet.of(alert.getLabels()),
                alert.getAnnotations(),
                Optional.ofNullable(alert.getStartsAt()).map(millis -> instant(millis, alert.getStartsAtNanos())),
                Optional.ofNullable(alert.getEndsAt()).map(millis -> instant(millis, alert.getEndsAtNanos())),
                alert.getGeneratorUrl(),
                alert.getContent() == null ? Optional.empty() : Optional.of(OwnAlerts.origin(alert)));
    }

    /** Returns the record of a silence. */
    public static SilenceRecord record(Silence silence) {
        return new SilenceRecord(
                silence.id(),
                silence.matchers().stream()
                        .map(each -> new SilenceMatcher(
                                each.name(),
                                each.value(),
                                each.type().isRegex(),
                                each.type().isEqual()))
                        .toList(),
                silence.startsAt().toEpochMilli(),
                nanos(silence.startsAt()),
                silence.endsAt().toEpochMilli(),
                nanos(silence.endsAt()),
                silence.updatedAt().toEpochMilli(),
                silence.createdBy(),
                silence.comment(),
                silence.annotations(),
                silence.effect() == Silence.Effect.ACKNOWLEDGE,
                silence.recurrence().map(Recurrence::rule).orElse(null),
                silence.recurrence().map(each -> each.zone().getId()).orElse("UTC"),
                silence.recurrence().map(each -> each.duration().toMillis()).orElse(0L));
    }

    static Silence silence(SilenceRecord silence) {
        return new Silence(
                silence.getId(),
                silence.getMatchers().stream()
                        .map(each -> Matcher.of(
                                each.getName(), Matcher.Type.of(each.getRegex(), each.getEqual()), each.getValue()))
                        .toList(),
                instant(silence.getStartsAt(), silence.getStartsAtNanos()),
                instant(silence.getEndsAt(), silence.getEndsAtNanos()),
                Instant.ofEpochMilli(silence.getUpdatedAt()),
                silence.getCreatedBy(),
                silence.getComment(),
                silence.getAnnotations(),
                silence.getAcknowledgement() ? Silence.Effect.ACKNOWLEDGE : Silence.Effect.MUTE,
                Optional.ofNullable(silence.getRecurrenceRule())
                        .map(rule -> Recurrence.of(
                                rule,
                                instant(silence.getStartsAt(), silence.getStartsAtNanos()),
                                ZoneId.of(silence.getRecurrenceZone()),
                                Duration.ofMillis(silence.getRecurrenceMillis()))));
    }

    static EngineAlert record(HeldAlert alert) {
        return new EngineAlert(
                alert.labels(),
                alert.annotations(),
                alert.startsAt().toEpochMilli(),
                nanos(alert.startsAt()),
                alert.endsAt().toEpochMilli(),
                nanos(alert.endsAt()),
                alert.updatedAt().toEpochMilli(),
                alert.timeout(),
                alert.generatorUrl(),
                alert.sequence(),
                alert.content().map(ByteBuffer::duplicate).orElse(null),
                alert.incident().orElse(null));
    }

    static HeldAlert held(EngineAlert alert) {
        LabelSet labels = LabelSet.of(alert.getLabels());
        return new HeldAlert(
                labels,
                labels.fingerprint(),
                alert.getAnnotations(),
                instant(alert.getStartsAt(), alert.getStartsAtNanos()),
                instant(alert.getEndsAt(), alert.getEndsAtNanos()),
                Instant.ofEpochMilli(alert.getUpdatedAt()),
                alert.getTimeout(),
                alert.getGeneratorUrl(),
                alert.getSequence(),
                Optional.ofNullable(alert.getContent()),
                alert.getContent() == null ? Damping.NONE : OwnAlerts.damping(alert.getContent()),
                Optional.ofNullable(alert.getIncident()));
    }

    static EngineHeard record(Heard.Change change) {
        return new EngineHeard(change.asOf().toEpochMilli(), change.episode(), change.step());
    }

    static Heard.Change change(EngineHeard change) {
        return new Heard.Change(Instant.ofEpochMilli(change.getAsOf()), change.getEpisode(), change.getStep());
    }

    static EngineGroup record(GroupState group) {
        return new EngineGroup(
                group.route(),
                group.labels(),
                group.number(),
                group.due().toEpochMilli(),
                group.flushed(),
                group.flushedIn(),
                group.emptySince().map(Instant::toEpochMilli).orElse(null));
    }

    static GroupState group(EngineGroup group) {
        return new GroupState(
                group.getRoute(),
                LabelSet.of(group.getLabels()),
                group.getNumber(),
                Instant.ofEpochMilli(group.getDue()),
                group.getFlushed(),
                group.getFlushedIn(),
                Optional.ofNullable(group.getEmptySince()).map(Instant::ofEpochMilli));
    }

    static EngineTold record(Told told) {
        return new EngineTold(
                told.bornAt().toEpochMilli(),
                told.sequence(),
                told.at().toEpochMilli(),
                sorted(told.firing()),
                sorted(told.resolved()),
                told.keepUntil().toEpochMilli());
    }

    static Told told(EngineTold told) {
        return new Told(
                Instant.ofEpochMilli(told.getBornAt()),
                told.getSequence(),
                Instant.ofEpochMilli(told.getAt()),
                Set.copyOf(new HashSet<>(told.getFiring())),
                Set.copyOf(new HashSet<>(told.getResolved())),
                Instant.ofEpochMilli(told.getKeepUntil()));
    }

    static int nanos(Instant at) {
        return at.getNano() % NANOS_PER_MILLI;
    }

    static Instant instant(long millis, int nanos) {
        return Instant.ofEpochMilli(millis).plusNanos(nanos);
    }

    private static List<Long> sorted(Collection<Long> hashes) {
        return hashes.stream().sorted().toList();
    }
}
