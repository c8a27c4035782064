package io.tocsin.processor.fleet;

import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.pattern.PatternKind;
import io.tocsin.processor.fleet.OtherFleet.Dialect;
import io.tocsin.processor.fleet.OtherFleet.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/** Something that goes wrong in an {@link OtherFleet} from a moment on. */
final class OtherTrouble {

    static final OtherTrouble NONE = new OtherTrouble(null, "", Long.MAX_VALUE);

    private static final String[] BROKEN = {
        "NullPointerException at Handler.java:42", "internal error", "panic: index out of range", "assertion failed"
    };
    private static final String[] PASSED_ON = {
        "upstream %s returned 503",
        "call to %s failed: timeout",
        "dependency %s is failing",
        "error from %s: status 500"
    };
    private static final String[] CUT_OFF = {
        "connection to %s refused",
        "dial tcp %s:8080: connect: no route to host",
        "failed to connect to %s: connection timed out",
        "host %s unreachable"
    };
    private static final String[] LOCKED = {
        "Deadlock found when trying to get lock",
        "could not obtain lock on relation",
        "connection pool exhausted",
        "lock wait timeout exceeded; try restarting transaction"
    };

    final PatternKind kind;
    final String origin;
    final long from;
    /** How long after the onset it takes until what is needed is there at all: milliseconds. */
    long threshold;

    private final Map<String, Long> since = new HashMap<>();
    private final Map<String, String> at = new HashMap<>();
    private String form = "";
    private double rate = 0.95;
    private double factor = 6;
    private String text = "";
    private String group = "";

    private OtherTrouble(PatternKind kind, String origin, long from) {
        this.kind = kind;
        this.origin = origin;
        this.from = from;
    }

    /** Returns the dialect of the fleet in which a form of trouble is told, or null when each source has its own. */
    static Dialect dialect(PatternKind kind, int form) {
        Dialect[] told =
                switch (kind) {
                    case CASCADING_FAILURES -> Dialect.values();
                    case NETWORK_PARTITION, DATABASE_CONTENTION ->
                        new Dialect[] {Dialect.LOGS, Dialect.ANSWERS, Dialect.OUTCOMES, Dialect.OPERATIONS};
                    default -> new Dialect[0];
                };
        int n = form % (told.length + 1);
        // Of sources that all speak in numbers alone nobody knows whom they have lost.
        return n < told.length
                ? told[n]
                : kind == PatternKind.CASCADING_FAILURES ? null : told.length == 0 ? null : told[0];
    }

    /** Makes one of a kind in a form. */
    static OtherTrouble of(PatternKind kind, OtherFleet fleet, long from, Random random) {
        switch (kind) {
            case CASCADING_FAILURES: {
                Member origin;
                do {
                    origin = fleet.members.get(8 + random.nextInt(26));
                } while (origin.callers.isEmpty()
                        || origin.callers.size() < 2
                                && fleet.member(origin.callers.get(0)).callers.isEmpty());
                OtherTrouble made = new OtherTrouble(kind, origin.name, from);
                made.rate = 0.9 + 0.1 * random.nextDouble();
                made.text = BROKEN[random.nextInt(BROKEN.length)];
                made.spread(fleet, origin, from, 30_000 + random.nextInt(20_000), 3, random);
                return made;
            }
            case NETWORK_PARTITION: {
                Member origin;
                do {
                    origin = fleet.members.get(4 + random.nextInt(32));
                } while (origin.callers.size() < 2);
                OtherTrouble made = new OtherTrouble(kind, origin.name, from);
                made.rate = 1;
                made.form = random.nextBoolean() ? "silent" : "";
                made.text = CUT_OFF[random.nextInt(CUT_OFF.length)].formatted(origin.name);
                made.since.put(origin.name, from);
                for (String caller : origin.callers) {
                    made.involve(fleet.member(caller), from, origin.name);
                }
                return made;
            }
            case DATABASE_CONTENTION: {
                String store = OtherFleet.stores()[random.nextInt(OtherFleet.stores().length)];
                OtherTrouble made = new OtherTrouble(kind, store, from);
                made.rate = 0.2 + 0.3 * random.nextDouble();
                made.form = random.nextBoolean() ? "numbers" : "";
                made.text = LOCKED[random.nextInt(LOCKED.length)] + " at " + store;
                for (String caller : fleet.member(store).callers) {
                    made.involve(fleet.member(caller), from + random.nextInt(8_000), store);
                }
                made.threshold = Math.min(made.threshold, 60_000);
                return made;
            }
            case RESOURCE_EXHAUSTION: {
                Member member = fleet.members.get(random.nextInt(60));
                OtherTrouble made = new OtherTrouble(kind, member.name, from);
                made.form = new String[] {"cpu", "memory", "disk", "lines"}[random.nextInt(4)];
                made.factor = random.nextBoolean() ? 1 : 60_000;
                made.threshold = made.form.equals("lines") ? 30_000 : (long) made.factor + 2_000L * member.resourcePace;
                return made;
            }
            case HEARTBEAT_DEGRADATION: {
                Member member = fleet.members.get(random.nextInt(60));
                OtherTrouble made = new OtherTrouble(kind, member.name, from);
                made.form = random.nextInt(3) == 0 ? "gone" : "";
                made.factor = 2 + random.nextInt(3);
                made.threshold = (long) (1000 * (made.form.isEmpty() ? 5 * made.factor : 4) * member.beat);
                return made;
            }
            default: {
                String service = OtherFleet.groups()[random.nextInt(5)];
                List<Member> replicas = fleet.replicas(service);
                Member member = replicas.get(random.nextInt(4));
                OtherTrouble made = new OtherTrouble(kind, member.name, from);
                made.group = service;
                made.factor = random.nextInt(4) == 0 ? 0.1 : 2.2 + random.nextDouble();
                // That something is missing takes longer to show.
                made.threshold = (made.factor < 1 ? 6_000L : 3_000L) * Math.max(member.pace, 10);
                return made;
            }
        }
    }

    private void spread(OtherFleet fleet, Member member, long when, long lag, int depth, Random random) {
        involve(member, when, at.get(member.name));
        for (String name : depth == 1 ? List.<String>of() : member.callers) {
            if (!since.containsKey(name)) {
                at.put(name, member.name);
                spread(fleet, fleet.member(name), when + lag, lag, depth - 1, random);
            }
        }
    }

    private void involve(Member member, long when, String whom) {
        since.put(member.name, when);
        at.put(member.name, whom);
        boolean values = member.dialect == Dialect.RATES || member.dialect == Dialect.COUNTS;
        long needed = values ? 3_000L * Math.max(10, member.pace) : 10_000L * member.pace;
        threshold = Math.max(threshold, when - from + needed);
    }

    private boolean isOn(long now) {
        return now >= from;
    }

    boolean isSilent(Member member, long now) {
        return kind == PatternKind.NETWORK_PARTITION
                && form.equals("silent")
                && isOn(now)
                && member.name.equals(origin);
    }

    String error(Member member, String target, long now, Random random) {
        Long begin = since.get(member.name);
        if (begin == null || now < begin || random.nextDouble() > rate) {
            return null;
        }
        String whom = at.get(member.name);
        if (kind == PatternKind.CASCADING_FAILURES) {
            if (whom == null) {
                return text;
            }
            boolean values = member.dialect == Dialect.RATES || member.dialect == Dialect.COUNTS;
            boolean hit = values || target == null || target.equals(whom);
            return hit ? PASSED_ON[(int) (begin % PASSED_ON.length)].formatted(whom) : null;
        }
        if (kind == PatternKind.NETWORK_PARTITION && member.name.equals(origin)) {
            return target == null ? null : CUT_OFF[0].formatted(target);
        }
        return whom != null && whom.equals(target) ? text : null;
    }

    double slow(Member member, String target, long now) {
        boolean hit = kind == PatternKind.DATABASE_CONTENTION
                && isOn(now)
                && (origin.equals(target) || origin.equals(member.name));
        return hit ? factor : 1;
    }

    /** What a database says of itself. */
    void databaseMetrics(Member member, long now, double season, Random random, BiConsumer<String, Double> out) {
        if (member.name.equals(OtherFleet.stores()[0]) || member.name.equals(OtherFleet.stores()[2])) {
            boolean hit = kind == PatternKind.DATABASE_CONTENTION && isOn(now) && member.name.equals(origin);
            out.accept("lock_waits", (hit ? 40 : 1) + random.nextDouble());
            out.accept("active_connections", (hit ? 95 : 20 * season) + 2 * random.nextGaussian());
        }
    }

    double cpu(Member member, long now, double usual) {
        return risen("cpu", member, now, usual);
    }

    double memory(Member member, long now, double usual) {
        return risen("memory", member, now, usual);
    }

    double disk(Member member, long now, double usual) {
        return risen("disk", member, now, usual);
    }

    private double risen(String which, Member member, long now, double usual) {
        boolean hit = kind == PatternKind.RESOURCE_EXHAUSTION
                && form.equals(which)
                && isOn(now)
                && member.name.equals(origin);
        return hit ? usual + (98.5 - usual) * Math.min(1, (now - from) / factor) : usual;
    }

    boolean beats(Member member, long now) {
        if (kind != PatternKind.HEARTBEAT_DEGRADATION || !isOn(now) || !member.name.equals(origin)) {
            return true;
        }
        return form.isEmpty() && now / 1000 / member.beat % (long) factor == 0;
    }

    double share(Member member, long now) {
        if (kind != PatternKind.LOAD_IMBALANCE || !isOn(now) || !group.equals(member.service)) {
            return 1;
        }
        return member.name.equals(origin) ? factor : (4 - factor) / 3;
    }

    void lines(Member member, long now, BiConsumer<Level, String> log) {
        boolean exhausted = kind == PatternKind.RESOURCE_EXHAUSTION && form.equals("lines");
        if (exhausted && isOn(now) && member.name.equals(origin) && (now - from) / 1000 % 5 == 0) {
            log.accept(Level.ERROR, "java.lang.OutOfMemoryError: Java heap space");
        }
    }

    @Override
    public String toString() {
        return kind + " of " + origin + " " + form + " x" + Math.round(10 * factor) / 10.0 + " rate "
                + Math.round(100 * rate) / 100.0 + " '" + text + "'";
    }
}
