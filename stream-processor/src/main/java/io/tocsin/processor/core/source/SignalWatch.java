package io.tocsin.processor.core.source;

import io.tocsin.processor.core.learned.LearnedKind;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.pattern.LoadSample;
import io.tocsin.processor.core.pattern.MetricRole;
import io.tocsin.processor.core.pattern.Signal;
import io.tocsin.processor.core.pattern.SignalSettings;
import io.tocsin.processor.core.pattern.SignalTracker;
import io.tocsin.processor.core.pattern.SourceSignals;
import io.tocsin.processor.core.stats.Bucket;
import java.util.List;

/**
 * Shows to the {@link SignalTracker} of a source what may be part of a failure pattern, and keeps what it says where the
 * totals of scopes find it. Works on one source at a time; not thread-safe.
 */
final class SignalWatch {

    private static final LearnedKind<SignalTracker> KIND =
            new LearnedKind<>("signals", SignalTracker::new, SignalTracker::readFrom);

    private final SignalSettings settings;

    SignalWatch(SignalSettings settings) {
        this.settings = settings;
    }

    /** Shows an event; its facts have been read. */
    void event(SourceState s, Observation o, RecordFacts facts, long now) {
        boolean beats = o.intervalMs() > 0 || Observation.HEARTBEAT.equals(o.type());
        SignalTracker tracker = null;
        if (o.hasOutcome()) {
            tracker = s.learned.get(KIND);
            Text target = o.target().isEmpty() && facts.target() != null ? facts.target() : o.target();
            tracker.operation(o.success(), o.durationMs(), o.error(), target, now);
        } else if (!beats && facts.saysHowItWent()) {
            tracker = s.learned.get(KIND);
            Text target = facts.target();
            double duration = target == null ? Double.NaN : duration(s, o);
            if (facts.statusCode() > 0 && !(facts.failed() && facts.statusCode() < 500)) {
                tracker.status(facts.statusCode(), duration, facts.error(), target, now);
            } else {
                tracker.operation(!facts.failed(), duration, facts.error(), target, now);
            }
        }
        if (facts.caller() != null) {
            tracker = tracker == null ? s.learned.get(KIND) : tracker;
            tracker.calledBy(facts.caller());
        }
        if (beats) {
            tracker = tracker == null ? s.learned.get(KIND) : tracker;
            tracker.heartbeat(o.intervalMs() > 0 ? s.heartbeatIntervalMs : 0, now);
            s.deadlineStale = true;
        }
        if (tracker != null) {
            tell(s, tracker, now);
        }
    }

    /** Returns how long a call took that is reported as any event: its metric of a time, or NaN. */
    private static double duration(SourceState s, Observation o) {
        for (int i = 0; i < o.metricCount(); i++) {
            MetricSlot slot = s.metrics.find(o.metricName(i));
            if (slot != null && slot.signalRole == MetricRole.LATENCY) {
                return Math.max(0, o.metricValue(i));
            }
        }
        return Double.NaN;
    }

    /** Shows a log line. */
    void line(SourceState s, LogLine l, long now) {
        Level level = l.level();
        if (level == Level.UNKNOWN || level.compareTo(Level.WARN) >= 0) {
            SignalTracker tracker = s.learned.get(KIND);
            tracker.line(level, l.message(), now);
            tell(s, tracker, now);
        }
    }

    /** Shows a bucket that has closed. */
    void closed(SourceState s, Bucket bucket, long now) {
        SignalTracker tracker = s.learned.find(KIND);
        double gauge = Double.NaN;
        double cpu = Double.NaN;
        long counter = 0;
        MetricSlot failures = null;
        for (int ordinal = 0; ordinal < bucket.metricSlots(); ordinal++) {
            if (!bucket.has(ordinal)) {
                continue;
            }
            MetricSlot slot = s.metrics.get(ordinal);
            MetricRole role = slot.signalRole;
            if (role == MetricRole.NONE) {
                continue;
            }
            double mean = bucket.get(ordinal).moments().mean();
            if (role == MetricRole.FAILURES) {
                failures = failures == null ? slot : failures;
            } else if (isCumulative(slot)) {
                counter = role == MetricRole.LOAD && counter == 0 ? (long) Math.max(0, slot.last) : counter;
            } else if (role == MetricRole.LOAD) {
                gauge = Double.isNaN(gauge) ? mean : gauge;
            } else {
                tracker = tracker == null ? s.learned.get(KIND) : tracker;
                tracker.metric(slot.name, role, mean, settings, now);
                cpu = role == MetricRole.RESOURCE && slot.name.contains("cpu") ? mean : cpu;
            }
        }
        if (failures != null) {
            tracker = tracker == null ? s.learned.get(KIND) : tracker;
            failures(s, bucket, failures, tracker, now);
        }
        if (tracker != null) {
            tracker.bucketClosed(now);
            tell(s, tracker, now);
        }
        String group = group(s);
        if (group != null) {
            long operations = s.operationCount > 0 ? s.operationCount : counter;
            if (operations == 0) {
                // A counter that was not reported in this bucket stands where it stood.
                long before = s.load == null ? 0 : s.load.operations();
                operations = Math.max(before, tracker == null ? 0 : tracker.counted());
            }
            s.load = new LoadSample(group, s.id.name(), s.lastSeen, operations, gauge, cpu);
        }
    }

    /** Shows how many failures a bucket had, and of how many requests if that is counted in the same way. */
    private static void failures(SourceState s, Bucket bucket, MetricSlot failures, SignalTracker tracker, long now) {
        boolean cumulative = isCumulative(failures);
        double requests = Double.NaN;
        for (int ordinal = 0; ordinal < bucket.metricSlots() && Double.isNaN(requests); ordinal++) {
            MetricSlot slot = bucket.has(ordinal) ? s.metrics.get(ordinal) : null;
            if (slot != null
                    && slot.signalRole == MetricRole.LOAD
                    && slot.name.contains("request")
                    && isCumulative(slot) == cumulative
                    && isPerSecond(slot) == isPerSecond(failures)) {
                requests = value(bucket, slot, cumulative);
            }
        }
        tracker.failureCount(value(bucket, failures, cumulative), requests, cumulative, now);
    }

    private static double value(Bucket bucket, MetricSlot slot, boolean cumulative) {
        return cumulative ? slot.last : bucket.get(slot.ordinal).moments().mean();
    }

    private static boolean isCumulative(MetricSlot slot) {
        return slot.kind == MetricKind.COUNTER || slot.name.endsWith("_total");
    }

    private static boolean isPerSecond(MetricSlot slot) {
        return slot.name.contains("per_s") || slot.name.endsWith("rps") || slot.name.endsWith("qps");
    }

    /** Does what time alone brings about. */
    void settle(SourceState s, long now) {
        SignalTracker tracker = s.learned.find(KIND);
        if (tracker != null) {
            tracker.settle(settings, now);
            tell(s, tracker, now);
        }
    }

    /** Returns when {@link #settle} must be called next. */
    long nextDeadline(SourceState s) {
        SignalTracker tracker = s.learned.find(KIND);
        return tracker == null ? Long.MAX_VALUE : tracker.nextDeadline(settings);
    }

    private static void tell(SourceState s, SignalTracker tracker, long now) {
        if (!tracker.takeChanged()) {
            return;
        }
        List<Signal> signals = tracker.signals(now);
        s.signalsVersion++;
        s.deadlineStale = true;
        s.signals = signals.isEmpty()
                ? null
                : new SourceSignals(
                        s.id.name(),
                        s.labels.get("service"),
                        s.labels.get("host"),
                        s.lastSeen,
                        tracker.targets(),
                        tracker.callers(),
                        tracker.sound(),
                        signals);
    }

    /**
     * Returns the group of equals that a source is one of, or null: the service of a replica, or the name without its
     * number.
     */
    private static String group(SourceState s) {
        String name = s.id.name();
        String service = s.labels.get("service");
        if (service != null) {
            boolean isReplica = !service.equals(name)
                    || s.labels.get("instance") != null
                    || s.labels.get("replica") != null
                    || s.labels.get("pod") != null;
            return isReplica ? service : null;
        }
        int end = name.length();
        while (end > 0 && name.charAt(end - 1) >= '0' && name.charAt(end - 1) <= '9') {
            end--;
        }
        boolean numbered =
                end > 1 && end < name.length() && (name.charAt(end - 1) == '-' || name.charAt(end - 1) == '_');
        return numbered ? name.substring(0, end - 1) : null;
    }
}
