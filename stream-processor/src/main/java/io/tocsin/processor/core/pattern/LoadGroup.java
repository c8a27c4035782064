package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.pattern.LoadMember.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of one group of equals and which of them gets an unusual share of its work, in windows of {@value #WINDOW_MS} ms
 * or as long as it takes to count enough, or until each has reported a new value. Work is operations, or a metric of load,
 * or, when there is neither, the use of the CPU. Operations are judged over a window and the one before it together: twice the
 * evidence without twice the wait, and it does not matter on which side of its end the counts of a member arrive. A member
 * that reports nothing during both is away and does not count. Mutable, not thread-safe.
 */
final class LoadGroup {

    static final int MOST_MEMBERS = 64;

    private static final long WINDOW_MS = 10_000;
    private static final long LONGEST_WINDOW_MS = 120_000;
    private static final int OPERATIONS_EACH = 5;
    private static final long FORGOTTEN_MS = 1_800_000;
    private static final long ADOPTED_AFTER_MS = 3_600_000;

    private final SortedMap<String, LoadMember> members = new TreeMap<>();
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
        LoadMember member = members.get(sample.source());
        if (member == null) {
            if (members.size() == MOST_MEMBERS) {
                return;
            }
            member = new LoadMember(sample.operations());
            members.put(sample.source(), member);
        }
        member.take(sample);
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
        List<String> names = new ArrayList<>();
        List<LoadMember> present = new ArrayList<>();
        for (String name : members.keySet()) {
            LoadMember member = members.get(name);
            if (member.seenAt >= Math.max(startBefore, windowStart - LONGEST_WINDOW_MS)) {
                names.add(name);
                present.add(member);
                total += member.window;
            }
        }
        boolean counted = total >= (long) OPERATIONS_EACH * present.size();
        boolean waits = total > 0 && !counted || isAwaited(present, length);
        if (waits && length < LONGEST_WINDOW_MS) {
            return;
        }
        if (present.size() >= 2) {
            judge(names, present, counted, factor, now);
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

    /** Whether some have not reported in this window what work is measured by, and are not late. */
    private boolean isAwaited(List<LoadMember> present, long length) {
        for (Measure each : Measure.values()) {
            boolean told = false;
            for (LoadMember member : present) {
                if (member.isAwaited(each, windowStart, length)) {
                    return true;
                }
                told |= member.hasValue(each);
            }
            if (told) {
                // What tells less of work need not be waited for.
                return false;
            }
        }
        return false;
    }

    private void open(long now) {
        startBefore = windowStart == Long.MIN_VALUE ? now : windowStart;
        windowStart = now;
        members.values().forEach(member -> {
            member.windowBefore = member.window;
            member.window = 0;
        });
    }

    private void judge(List<String> names, List<LoadMember> present, boolean counted, double factor, long now) {
        String before = deviant;
        boolean wasOff = deviantWindows > 0;
        double most = -1;
        String found = null;
        boolean work = false;
        for (Measure each : Measure.values()) {
            boolean stale = each == Measure.OPERATIONS ? !counted : !areFresh(each, present);
            LoadShares shares = stale || each == Measure.CPU && work ? null : LoadShares.of(each, present, true);
            if (shares == null) {
                if (stale && wasOff && each == measure) {
                    // Nothing new about what was off: it is neither confirmed nor over.
                    return;
                }
                continue;
            }
            work = true;
            for (int i = 0; i < shares.size(); i++) {
                double off = shares.off(i, factor, startBefore, windowStart);
                if (off > most) {
                    most = off;
                    found = names.get(i);
                    describe(shares, i, factor);
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
        if (!isOff || now - onset > ADOPTED_AFTER_MS) {
            learn(present, counted);
        }
    }

    private boolean areFresh(Measure by, List<LoadMember> present) {
        for (LoadMember member : present) {
            if (!member.isFresh(by, windowStart)) {
                return false;
            }
        }
        return true;
    }

    private void describe(LoadShares shares, int i, double factor) {
        measure = shares.measure();
        ratio = shares.ratio(i);
        needed = shares.needed(i, factor);
        significance = Math.abs(shares.deviations(i));
    }

    private void learn(List<LoadMember> present, boolean counted) {
        for (Measure each : Measure.values()) {
            boolean stale = each == Measure.OPERATIONS ? !counted : !areFresh(each, present);
            LoadShares shares = stale ? null : LoadShares.of(each, present, false);
            if (shares != null) {
                shares.learn();
            }
        }
    }

    private void calm() {
        deviant = null;
        deviantWindows = 0;
        ratio = 1;
        significance = 0;
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
            member.writeTo(writer);
        });
    }

    static LoadGroup readFrom(ByteReader reader) {
        LoadGroup group = new LoadGroup();
        group.windowStart = reader.readSigned();
        group.startBefore = reader.readSigned();
        group.deviant = reader.readNullableString();
        group.measure = Measure.values()[reader.readInt(0, Measure.COUNT - 1)];
        group.ratio = reader.readFinite();
        group.needed = reader.readFinite();
        group.significance = reader.readFinite();
        group.onset = reader.readSigned();
        group.deviantWindows = reader.readInt(0, Integer.MAX_VALUE);
        int count = reader.readLength(MOST_MEMBERS, 10);
        for (int i = 0; i < count; i++) {
            group.members.put(reader.readString(), LoadMember.readFrom(reader));
        }
        return group;
    }
}
