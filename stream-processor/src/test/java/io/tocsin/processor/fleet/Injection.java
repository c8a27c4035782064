package io.tocsin.processor.fleet;

import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.pattern.PatternKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/** Something that goes wrong in a {@link SimulatedFleet} from a moment on, for some minutes. */
final class Injection {

    static final Injection NONE = new Injection(null, "", Long.MAX_VALUE, 0);

    final PatternKind kind;
    final String origin;
    final long from;
    final long to;
    /** When each source becomes involved. */
    final Map<String, Long> since = new HashMap<>();
    /** At whom the calls of an involved source fail; null: all of its operations do. */
    final Map<String, String> at = new HashMap<>();

    private double rate = 0.95;
    private double factor = 8;
    private boolean silent;
    private String resource = "cpu";
    private String error = "internal error";
    private List<String> group = List.of();

    private Injection(PatternKind kind, String origin, long from, long to) {
        this.kind = kind;
        this.origin = origin;
        this.from = from;
        this.to = to;
    }

    /** Makes one of a kind in one of many forms. */
    static Injection of(PatternKind kind, SimulatedFleet fleet, long from, Random random) {
        long to = from + 300_000 + random.nextInt(300_000);
        switch (kind) {
            case CASCADING_FAILURES: {
                String origin;
                do {
                    origin = fleet.members.get(8 + random.nextInt(32)).name;
                } while (fleet.callers(origin).size() < 2);
                Injection made = new Injection(kind, origin, from, to);
                made.rate = 0.85 + 0.15 * random.nextDouble();
                made.error = random.nextBoolean() ? "internal error" : "NullPointerException";
                made.spread(fleet, origin, from, 5_000 + random.nextInt(20_000), 3);
                return made;
            }
            case NETWORK_PARTITION: {
                String origin;
                do {
                    origin = fleet.members.get(8 + random.nextInt(36)).name;
                } while (fleet.callers(origin).size() < 2);
                Injection made = new Injection(kind, origin, from, to);
                made.rate = 1;
                made.silent = random.nextBoolean();
                made.error =
                        new String[] {"connection refused", "no route to host", "connect timed out"}[random.nextInt(3)];
                made.since.put(origin, from);
                for (SimulatedFleet.Member caller : fleet.callers(origin)) {
                    made.since.put(caller.name, from);
                    made.at.put(caller.name, origin);
                }
                return made;
            }
            case DATABASE_CONTENTION: {
                String origin = fleet.members.get(40 + random.nextInt(4)).name;
                Injection made = new Injection(kind, origin, from, to);
                made.rate = 0.15 + 0.4 * random.nextDouble();
                made.error = new String[] {"deadlock detected", "lock wait timeout exceeded", "too many connections"}
                        [random.nextInt(3)];
                for (SimulatedFleet.Member caller : fleet.callers(origin)) {
                    made.since.put(caller.name, from + random.nextInt(10_000));
                    made.at.put(caller.name, origin);
                }
                return made;
            }
            case RESOURCE_EXHAUSTION: {
                Injection made = new Injection(kind, fleet.members.get(random.nextInt(60)).name, from, to);
                made.resource = new String[] {"cpu", "memory", "disk"}[random.nextInt(3)];
                made.since.put(made.origin, from);
                return made;
            }
            case HEARTBEAT_DEGRADATION: {
                Injection made = new Injection(kind, fleet.members.get(random.nextInt(60)).name, from, to);
                made.silent = random.nextInt(3) == 0;
                made.factor = 2 + random.nextInt(3);
                made.since.put(made.origin, from);
                return made;
            }
            default: {
                int replica = 44 + random.nextInt(16);
                Injection made = new Injection(kind, fleet.members.get(replica).name, from, to);
                made.factor = 2.2 + random.nextDouble();
                made.group = List.of(fleet.members.get(replica).service);
                return made;
            }
        }
    }

    private void spread(SimulatedFleet fleet, String name, long when, long lag, int depth) {
        if (since.putIfAbsent(name, when) != null || depth == 0) {
            return;
        }
        for (SimulatedFleet.Member caller : fleet.callers(name)) {
            if (!since.containsKey(caller.name)) {
                at.put(caller.name, name);
                spread(fleet, caller.name, when + lag, lag, depth - 1);
            }
        }
    }

    boolean isActive(long now) {
        return now >= from && now < to;
    }

    boolean isSilent(SimulatedFleet.Member member, long now) {
        return kind == PatternKind.NETWORK_PARTITION && silent && isActive(now) && member.name.equals(origin);
    }

    String error(SimulatedFleet.Member member, String target, long now, Random random) {
        Long begin = since.get(member.name);
        boolean fails = kind == PatternKind.CASCADING_FAILURES
                || kind == PatternKind.NETWORK_PARTITION
                || kind == PatternKind.DATABASE_CONTENTION;
        if (!fails || begin == null || !isActive(now) || now < begin) {
            return null;
        }
        String where = at.get(member.name);
        boolean hit = kind == PatternKind.NETWORK_PARTITION && member.name.equals(origin)
                ? target != null
                : where == null || where.equals(target) || target == null && kind == PatternKind.CASCADING_FAILURES;
        if (!hit || random.nextDouble() > rate) {
            return null;
        }
        return kind == PatternKind.CASCADING_FAILURES && where != null ? "upstream " + where + " failed" : error;
    }

    double slow(SimulatedFleet.Member member, String target, long now) {
        boolean hit = kind == PatternKind.DATABASE_CONTENTION
                && isActive(now)
                && since.containsKey(member.name)
                && origin.equals(target);
        return hit ? factor : 1;
    }

    double cpu(SimulatedFleet.Member member, long now, double usual) {
        return risen("cpu", member, now, usual);
    }

    double memory(SimulatedFleet.Member member, long now, double usual) {
        return risen("memory", member, now, usual);
    }

    double disk(SimulatedFleet.Member member, long now, double usual) {
        return risen("disk", member, now, usual);
    }

    private double risen(String which, SimulatedFleet.Member member, long now, double usual) {
        if (kind != PatternKind.RESOURCE_EXHAUSTION
                || !resource.equals(which)
                || !isActive(now)
                || !member.name.equals(origin)) {
            return usual;
        }
        return usual + (98 - usual) * Math.min(1, (now - from) / 60_000.0);
    }

    boolean beats(SimulatedFleet.Member member, long now) {
        if (kind != PatternKind.HEARTBEAT_DEGRADATION || !isActive(now) || !member.name.equals(origin)) {
            return true;
        }
        return !silent && (now / 1000 / member.beat) % (long) factor == 0;
    }

    double loadShare(SimulatedFleet.Member member, long now) {
        if (kind != PatternKind.LOAD_IMBALANCE
                || !isActive(now)
                || member.service == null
                || !group.contains(member.service)) {
            return 1;
        }
        return member.name.equals(origin) ? factor : (4 - factor) / 3;
    }

    void lines(SimulatedFleet.Member member, long now, BiConsumer<Level, String> log) {
        if (kind == PatternKind.DATABASE_CONTENTION
                && isActive(now)
                && member.name.equals(origin)
                && (now - from) / 1000 % 11 == 0) {
            log.accept(Level.WARN, error + " in transaction " + now % 1000);
        }
    }

    /** Returns how long after the onset it takes until what is injected is there at all: milliseconds. */
    long threshold(SimulatedFleet fleet) {
        SimulatedFleet.Member member = fleet.member(origin);
        switch (kind) {
            case RESOURCE_EXHAUSTION:
                return 60_000;
            case HEARTBEAT_DEGRADATION:
                return silent ? 3_000L * member.beat : (long) (4_000 * factor * member.beat);
            default:
                long slowest = kind == PatternKind.LOAD_IMBALANCE ? 10_000L * member.pace : 0;
                for (String name : since.keySet()) {
                    // Three failures are needed, and only some operations call the one that is meant.
                    long each = (kind == PatternKind.NETWORK_PARTITION ? 12_000L : 5_000L) * fleet.member(name).pace;
                    slowest = Math.max(slowest, since.get(name) - from + each);
                }
                return slowest;
        }
    }
}
