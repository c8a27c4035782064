package io.tocsin.processor.core.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Database contention: operations fail or wait because of locks, transactions or connection pools. Signs are gathered per
 * database: the target of slow or failing calls, the one that error texts name, or the source itself if its name says that
 * it is one. The database is the origin where it is known.
 */
final class DatabaseDetector implements Detector {

    private static final int SIGNS = 2;
    private static final double FAR = 3;

    private final PatternSettings settings;

    DatabaseDetector(PatternSettings settings) {
        this.settings = settings;
    }

    /** Signs of contention at one database, or at one that nobody names. */
    private static final class Group {
        private final SortedMap<String, Long> since = new TreeMap<>();
        private final SortedSet<String> texts = new TreeSet<>();
        private final SortedSet<String> slow = new TreeSet<>();
        private final SortedSet<String> numbers = new TreeSet<>();
        /** Names of the metrics of the numbers. */
        private final SortedSet<String> kinds = new TreeSet<>();

        private long events;
        private int signs;

        void sign(SortedSet<String> where, SourceSignals source, Signal signal) {
            where.add(source.source());
            if (where == numbers) {
                kinds.add(signal.subject());
            }
            since.merge(source.source(), signal.since(), Math::min);
            signs++;
            events += where == slow ? 0 : signal.count();
        }

        void add(Group other) {
            other.since.forEach((name, at) -> since.merge(name, at, Math::min));
            texts.addAll(other.texts);
            slow.addAll(other.slow);
            numbers.addAll(other.numbers);
            kinds.addAll(other.kinds);
            events += other.events;
            signs += other.signs;
        }
    }

    @Override
    public List<Assessment> assess(Fleet fleet, long now) {
        SortedMap<String, Group> groups = new TreeMap<>();
        Group unnamed = new Group();
        for (SourceSignals source : fleet.troubled()) {
            gather(fleet, source, groups, unnamed);
        }
        for (SourceSignals source : fleet.troubled()) {
            gatherSlow(source, groups);
        }
        if (groups.isEmpty() && unnamed.signs > 0) {
            return List.of(assess(null, unnamed));
        }
        if (unnamed.signs > 0) {
            // Signs without a name belong where most of the named ones are.
            Group largest = null;
            for (Group group : groups.values()) {
                largest = largest == null || group.signs > largest.signs ? group : largest;
            }
            largest.add(unnamed);
        }
        List<Assessment> found = new ArrayList<>();
        groups.forEach((database, group) -> found.add(assess(database, group)));
        return found;
    }

    private static void gather(Fleet fleet, SourceSignals source, SortedMap<String, Group> groups, Group unnamed) {
        String itself = MetricRole.mentionsDatabase(source.source()) ? source.source() : null;
        String called = null;
        for (String target : source.targets()) {
            called = called == null && MetricRole.mentionsDatabase(target) ? target : called;
        }
        for (Signal signal : source.signals()) {
            boolean ofDatabase = signal.meaning() == FailureClass.DATABASE && signal.share() >= 0.5;
            String subject = fleet.named(signal);
            switch (signal.kind()) {
                case FAILING_CALLS -> {
                    if (ofDatabase) {
                        Group group = group(groups, subject);
                        group.sign(group.texts, source, signal);
                    }
                }
                case FAILING -> {
                    if (ofDatabase) {
                        Group group = pick(groups, unnamed, subject, itself, called);
                        group.sign(group.texts, source, signal);
                    }
                }
                case DATABASE -> {
                    Group group = pick(groups, unnamed, subject, itself, called);
                    group.sign(group.texts, source, signal);
                }
                case DATABASE_METRIC -> {
                    Group group = pick(groups, unnamed, null, itself, called);
                    group.sign(group.numbers, source, signal);
                }
                case SLOW, RESOURCE -> {
                    if (itself != null) {
                        Group group = group(groups, itself);
                        group.sign(signal.kind() == SignalKind.SLOW ? group.slow : group.numbers, source, signal);
                    } else if (signal.kind() == SignalKind.SLOW) {
                        slowBesides(fleet, source, signal, groups, unnamed, called);
                    }
                }
                default -> {}
            }
        }
    }

    /** Calls that take long count if their target is a database: by its name, or because of what others say of it. */
    private static void gatherSlow(SourceSignals source, SortedMap<String, Group> groups) {
        for (Signal signal : source.signals()) {
            String subject = signal.subject();
            if (signal.kind() == SignalKind.SLOW_CALLS
                    && (groups.containsKey(subject) || MetricRole.mentionsDatabase(subject))) {
                Group group = group(groups, subject);
                group.sign(group.slow, source, signal);
            }
        }
    }

    /** A source that speaks of locks and has become slow shows two signs. */
    private static void slowBesides(
            Fleet fleet,
            SourceSignals source,
            Signal slow,
            SortedMap<String, Group> groups,
            Group unnamed,
            String called) {
        Signal speaks = source.first(SignalKind.DATABASE);
        speaks = speaks == null ? source.first(SignalKind.DATABASE_METRIC) : speaks;
        if (speaks != null) {
            String named = speaks.kind() == SignalKind.DATABASE ? fleet.named(speaks) : null;
            Group group = pick(groups, unnamed, named, null, called);
            group.sign(group.slow, source, slow);
        }
    }

    private static Group pick(
            SortedMap<String, Group> groups, Group unnamed, String subject, String itself, String called) {
        String database = itself != null ? itself : subject != null ? subject : called;
        return database == null ? unnamed : group(groups, database);
    }

    private static Group group(SortedMap<String, Group> groups, String database) {
        return groups.computeIfAbsent(database, name -> new Group());
    }

    private Assessment assess(String database, Group group) {
        List<String> order = Fleet.inOrder(group.since);
        long onset = group.since.get(order.get(0));
        String origin = database == null ? order.get(0) : database;
        order.remove(origin);
        order.add(0, origin);
        double clear = group.texts.isEmpty() ? clarityOfNumbers(group) : 1;
        List<String> evidence = new ArrayList<>();
        say(evidence, group.texts, "speak of locks, transactions or connections of a database");
        say(evidence, group.slow, "wait longer than usual");
        say(evidence, group.numbers, "report unusual numbers");
        double confidence = 0.5
                + (database == null ? 0 : 0.15)
                + (group.slow.isEmpty() ? 0 : 0.15)
                + 0.19 * Math.min(1, group.events / (8.0 * settings.databaseEvents()));
        return new Assessment(
                PatternKind.DATABASE_CONTENTION,
                origin,
                order,
                group.events,
                onset,
                confidence,
                List.of(
                        new Criterion("events", group.events, settings.databaseEvents()),
                        new Criterion("signs", group.signs, SIGNS),
                        new Criterion("clarity", clear, 1)),
                evidence);
    }

    /** Numbers alone may be about a busy database: it takes those that wait besides, or numbers of several kinds. */
    private static double clarityOfNumbers(Group group) {
        if (group.numbers.isEmpty()) {
            return 0;
        }
        return Math.max(group.slow.size() / FAR, (group.kinds.size() + Math.min(1, group.slow.size())) / FAR);
    }

    private static void say(List<String> evidence, SortedSet<String> who, String what) {
        if (!who.isEmpty()) {
            evidence.add(String.join(", ", who) + " " + what);
        }
    }
}
