package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of one group of equals and their shares of its work, in windows of {@value #WINDOW_MS} ms or as long as it
 * takes to count enough. Work is operations, or a metric of load, or, when there is neither, the use of the CPU. Operations
 * are judged over a window and the one before it together: twice the evidence without twice the wait, and it does not matter
 * on which side of its end the counts of a member arrive. A member that reports nothing during both is away and does not
 * count. Mutable, not thread-safe.
 */
final class LoadGroup {

    static final int MOST_MEMBERS = 64;

    private static final long WINDOW_MS = 10_000;
    private static final long LONGEST_WINDOW_MS = 120_000;
    private static final int OPERATIONS_EACH = 5;
    private static final int WINDOWS_TO_JUDGE = 9;
    private static final double LEARNING = 0.015;
    private static final double SIGNIFICANT = 4;
    private static final double LEAST_SPREAD = 0.08;
    private static final double OVERDISPERSION = 0.1;
    private static final long FORGOTTEN_MS = 1_800_000;
    private static final int ADOPTED_AFTER_WINDOWS = 360;
    /** Share of its usual CPU below which a member counts as relieved. */
    private static final double RELIEVED = 0.85;

    /** What work is measured by. */
    enum Measure {
        OPERATIONS,
        GAUGE,
        CPU
    }

    /** One member. */
    static final class Member {
        private long seenAt = Long.MIN_VALUE;
        private long operations;
        private long window;
        private long windowBefore;
        private double gauge = Double.NaN;
        private double cpu = Double.NaN;
        private double usualCpu = Double.NaN;
        private final double[] share = new double[Measure.values().length];
        private final double[] spread = new double[Measure.values().length];
        private final int[] windows = new int[Measure.values().length];
    }

    private final SortedMap<String, Member> members = new TreeMap<>();
    private long windowStart = Long.MIN_VALUE;
    private long startBefore = Long.MIN_VALUE;
    private String deviant;
    private Measure measure = Measure.OPERATIONS;
    private double ratio = 1;
    private double needed = 2;
    private double significance;
    private long onset;
    private int deviantWindows;

    void take(LoadSample sample) {
        Member member = members.get(sample.source());
        if (member == null) {
            if (members.size() == MOST_MEMBERS) {
                return;
            }
            member = new Member();
            member.operations = sample.operations();
            members.put(sample.source(), member);
        }
        if (sample.at() > member.seenAt) {
            member.window += Math.max(0, sample.operations() - member.operations);
            member.operations = sample.operations();
            member.seenAt = sample.at();
            member.gauge = sample.gauge();
            member.cpu = sample.cpu();
        }
    }

    void advance(double factor, long now) {
        if (windowStart == Long.MIN_VALUE) {
            open(now);
            return;
        }
        long length = now - windowStart;
        if (length < WINDOW_MS) {
            return;
        }
        long total = 0;
        List<String> present = new ArrayList<>();
        for (String name : members.keySet()) {
            Member member = members.get(name);
            if (member.seenAt >= Math.max(startBefore, windowStart - LONGEST_WINDOW_MS)) {
                present.add(name);
                total += member.window;
            }
        }
        boolean counted = total >= (long) OPERATIONS_EACH * present.size();
        if (!counted && total > 0 && length < LONGEST_WINDOW_MS) {
            return;
        }
        if (present.size() >= 2) {
            judge(present, counted ? total : 0, factor);
        } else {
            calm();
        }
        members.values().removeIf(member -> now - member.seenAt > FORGOTTEN_MS);
        open(now);
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int size() {
        return members.size();
    }

    /** Returns the member whose share is most unlike its usual one, or null when nothing is known. */
    String deviant() {
        return deviant;
    }

    Measure measure() {
        return measure;
    }

    /** Returns the share of the deviant member over its usual one. */
    double ratio() {
        return ratio;
    }

    /** Returns the ratio, or its inverse, that is needed. */
    double needed() {
        return needed;
    }

    /** Returns by how many standard deviations the share is off. */
    double significance() {
        return significance;
    }

    long onset() {
        return onset;
    }

    /** Returns how many windows on end the same member has been off. */
    int deviantWindows() {
        return deviantWindows;
    }

    /** Returns the members, the deviant one first. */
    List<String> inOrder() {
        List<String> order = new ArrayList<>(members.keySet());
        order.remove(deviant);
        order.add(0, deviant);
        return order;
    }

    private void open(long now) {
        startBefore = windowStart == Long.MIN_VALUE ? now : windowStart;
        windowStart = now;
        members.values().forEach(member -> {
            member.windowBefore = member.window;
            member.window = 0;
        });
    }

    private void judge(List<String> present, long total, double factor) {
        String before = deviant;
        boolean wasOff = deviantWindows > 0;
        double most = -1;
        String found = null;
        boolean work = false;
        for (Measure each : Measure.values()) {
            double[] amounts = amounts(each, present, total, true);
            if (amounts == null || each == Measure.CPU && work) {
                continue;
            }
            work = true;
            for (int i = 0; i < amounts.length; i++) {
                double off = off(each, present, amounts, i, factor);
                if (off > most) {
                    most = off;
                    found = present.get(i);
                    describe(each, present, amounts, i, factor);
                }
            }
        }
        boolean isOff = most >= 1;
        deviant = found;
        if (isOff && (!wasOff || !found.equals(before))) {
            onset = startBefore;
            deviantWindows = 1;
        } else {
            deviantWindows = isOff ? deviantWindows + 1 : 0;
        }
        if (!isOff || deviantWindows > ADOPTED_AFTER_WINDOWS) {
            learn(present, total);
        }
    }

    private void calm() {
        deviant = null;
        deviantWindows = 0;
        ratio = 1;
        significance = 0;
    }

    /** Returns the work of each present member by a measure, or null when the measure says nothing about all of them. */
    private double[] amounts(Measure by, List<String> present, long total, boolean withBefore) {
        if (by == Measure.OPERATIONS && total == 0) {
            return null;
        }
        double[] amounts = new double[present.size()];
        double sum = 0;
        for (int i = 0; i < amounts.length; i++) {
            Member member = members.get(present.get(i));
            long operations = member.window + (withBefore ? member.windowBefore : 0);
            amounts[i] = by == Measure.OPERATIONS ? operations : by == Measure.GAUGE ? member.gauge : member.cpu;
            if (!(amounts[i] >= 0)) {
                return null;
            }
            sum += amounts[i];
        }
        return sum > 0 ? amounts : null;
    }

    /** Returns how far a member is off: 1 and above when it is far enough and significant. */
    private double off(Measure by, List<String> present, double[] amounts, int i, double factor) {
        double usual = usualShare(by, present, i);
        if (Double.isNaN(usual)) {
            return 0;
        }
        double sum = sum(amounts);
        double actual = amounts[i] / sum;
        double times = (actual + 1e-9) / (usual + 1e-9);
        if (times < 1 && members.get(present.get(i)).seenAt < windowStart) {
            // One that reports nothing is away, not relieved.
            return 0;
        }
        double need = needed(usual, factor);
        double far = times >= 1 ? Math.log(times) / Math.log(need) : -Math.log(times) / Math.log(2 * factor);
        double sure = Math.abs(deviations(by, present, amounts, i)) / SIGNIFICANT;
        if (by == Measure.CPU && !anotherIsRelieved(present, amounts, i)) {
            return Math.min(0.9, far);
        }
        return Math.min(far, sure);
    }

    private void describe(Measure by, List<String> present, double[] amounts, int i, double factor) {
        double usual = usualShare(by, present, i);
        measure = by;
        ratio = Double.isNaN(usual) ? 1 : (amounts[i] / sum(amounts) + 1e-9) / (usual + 1e-9);
        needed = Double.isNaN(usual) ? factor : ratio >= 1 ? needed(usual, factor) : 2 * factor;
        significance = Double.isNaN(usual) ? 0 : Math.abs(deviations(by, present, amounts, i));
    }

    private double deviations(Measure by, List<String> present, double[] amounts, int i) {
        double usual = usualShare(by, present, i);
        double sum = sum(amounts);
        if (by == Measure.OPERATIONS) {
            double expected = sum * usual;
            double other = OVERDISPERSION * expected;
            return (amounts[i] - expected) / Math.sqrt(expected * (1 - usual) + other * other + 1e-9);
        }
        Member member = members.get(present.get(i));
        double scale = Math.max(LEAST_SPREAD, 1.25 * member.spread[by.ordinal()]);
        return Math.log((amounts[i] / sum + 1e-6) / (usual + 1e-6)) / scale;
    }

    private boolean anotherIsRelieved(List<String> present, double[] amounts, int except) {
        for (int i = 0; i < amounts.length; i++) {
            Member member = members.get(present.get(i));
            if (i != except && amounts[i] < RELIEVED * member.usualCpu) {
                return true;
            }
        }
        return false;
    }

    /** Returns the usual share of a member among those that are present, or NaN when too little is known. */
    private double usualShare(Measure by, List<String> present, int i) {
        double sum = 0;
        for (String name : present) {
            Member member = members.get(name);
            if (member.windows[by.ordinal()] < WINDOWS_TO_JUDGE) {
                return Double.NaN;
            }
            sum += member.share[by.ordinal()];
        }
        return sum == 0 ? Double.NaN : members.get(present.get(i)).share[by.ordinal()] / sum;
    }

    private void learn(List<String> present, long total) {
        for (Measure each : Measure.values()) {
            double[] amounts = amounts(each, present, total, false);
            if (amounts == null) {
                continue;
            }
            double sum = sum(amounts);
            // Shares are learned against all members, so that one that is away keeps its part.
            double known = 0;
            for (String name : present) {
                known += members.get(name).share[each.ordinal()];
            }
            for (int i = 0; i < amounts.length; i++) {
                Member member = members.get(present.get(i));
                int windows = ++member.windows[each.ordinal()];
                double weight = Math.max(1.0 / windows, LEARNING);
                double actual = amounts[i] / sum * (known > 0 && windows > 1 ? known : 1);
                double deviation = member.share[each.ordinal()] > 0 && windows > 1
                        ? Math.abs(Math.log((actual + 1e-6) / (member.share[each.ordinal()] + 1e-6)))
                        : 0;
                member.spread[each.ordinal()] += weight * (deviation - member.spread[each.ordinal()]);
                member.share[each.ordinal()] += weight * (actual - member.share[each.ordinal()]);
                if (each == Measure.CPU) {
                    member.usualCpu = Double.isNaN(member.usualCpu)
                            ? amounts[i]
                            : member.usualCpu + weight * (amounts[i] - member.usualCpu);
                }
            }
        }
    }

    /** With few members no share can grow by much: of two, 80 % are enough. */
    private static double needed(double usual, double factor) {
        return Math.max(1.2, Math.min(factor, 1 + 0.6 * (1 / usual - 1)));
    }

    private static double sum(double[] amounts) {
        double sum = 0;
        for (double amount : amounts) {
            sum += amount;
        }
        return sum;
    }

    void writeTo(ByteWriter writer) {
        writer.writeSigned(windowStart);
        writer.writeSigned(startBefore);
        writer.writeNullableString(deviant);
        writer.writeByte(measure.ordinal());
        writer.writeDouble(ratio);
        writer.writeDouble(needed);
        writer.writeDouble(significance);
        writer.writeSigned(onset);
        writer.writeUnsigned(deviantWindows);
        writer.writeUnsigned(members.size());
        members.forEach((name, member) -> {
            writer.writeString(name);
            writer.writeSigned(member.seenAt);
            writer.writeUnsigned(member.operations);
            writer.writeUnsigned(member.window);
            writer.writeUnsigned(member.windowBefore);
            writer.writeDouble(member.gauge);
            writer.writeDouble(member.cpu);
            writer.writeDouble(member.usualCpu);
            for (int i = 0; i < member.share.length; i++) {
                writer.writeDouble(member.share[i]);
                writer.writeDouble(member.spread[i]);
                writer.writeUnsigned(member.windows[i]);
            }
        });
    }

    static LoadGroup readFrom(ByteReader reader) {
        LoadGroup group = new LoadGroup();
        group.windowStart = reader.readSigned();
        group.startBefore = reader.readSigned();
        group.deviant = reader.readNullableString();
        group.measure = Measure.values()[reader.readInt(0, Measure.values().length - 1)];
        group.ratio = reader.readFinite();
        group.needed = reader.readFinite();
        group.significance = reader.readFinite();
        group.onset = reader.readSigned();
        group.deviantWindows = reader.readInt(0, Integer.MAX_VALUE);
        int count = reader.readLength(MOST_MEMBERS, 10);
        for (int i = 0; i < count; i++) {
            Member member = new Member();
            group.members.put(reader.readString(), member);
            member.seenAt = reader.readSigned();
            member.operations = reader.readCount();
            member.window = reader.readCount();
            member.windowBefore = reader.readCount();
            member.gauge = reader.readDouble();
            member.cpu = reader.readDouble();
            member.usualCpu = reader.readDouble();
            for (int each = 0; each < member.share.length; each++) {
                member.share[each] = reader.readFinite();
                member.spread[each] = reader.readFinite();
                member.windows[each] = reader.readInt(0, Integer.MAX_VALUE);
            }
        }
        return group;
    }
}
