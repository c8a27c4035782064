package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.pattern.LoadMember.Measure;
import java.util.List;

/** How the members of a group that are there share the work of one window by one measure. Made for one look; immutable. */
final class LoadShares {

    /** Deviations from which a share is significantly off. */
    static final double SIGNIFICANT = 4;

    private static final int WINDOWS_TO_JUDGE = 9;
    private static final double LEAST_SPREAD = 0.08;
    private static final double OVERDISPERSION = 0.1;
    /** Share of its usual CPU below which a member counts as relieved. */
    private static final double RELIEVED = 0.85;

    private final Measure by;
    private final List<LoadMember> present;
    private final double[] amounts;
    private final double sum;

    private LoadShares(Measure by, List<LoadMember> present, double[] amounts, double sum) {
        this.by = by;
        this.present = present;
        this.amounts = amounts;
        this.sum = sum;
    }

    /**
     * Returns the shares, or null when the measure says nothing about all that are there.
     *
     * @param withBefore whether operations of the window before count as well
     */
    static LoadShares of(Measure by, List<LoadMember> present, boolean withBefore) {
        double[] amounts = new double[present.size()];
        double sum = 0;
        for (int i = 0; i < amounts.length; i++) {
            LoadMember member = present.get(i);
            long operations = member.window + (withBefore ? member.windowBefore : 0);
            amounts[i] = by == Measure.OPERATIONS ? operations : member.value(by);
            if (!(amounts[i] >= 0)) {
                return null;
            }
            sum += amounts[i];
        }
        return sum > 0 ? new LoadShares(by, present, amounts, sum) : null;
    }

    Measure measure() {
        return by;
    }

    int size() {
        return amounts.length;
    }

    /**
     * Returns how far a member is off: 1 and above when it is far enough and significant.
     *
     * @param from when the stretch began whose work this is
     * @param windowStart when its last window began
     */
    double off(int i, double factor, long from, long windowStart) {
        double usual = usual(i);
        if (Double.isNaN(usual)) {
            return 0;
        }
        double times = ratio(i);
        if (times < 1 && !present.get(i).wasThere(from, windowStart)) {
            // One that reports nothing, or did not for a while, is away or was restarted, not relieved.
            return 0;
        }
        double far = Math.abs(Math.log(times)) / Math.log(needed(i, factor));
        if (by == Measure.CPU && !anotherIsRelieved(i)) {
            return Math.min(0.9, far);
        }
        return Math.min(far, Math.abs(deviations(i)) / SIGNIFICANT);
    }

    /** Returns the share of a member over its usual one; 1 when that is not known. */
    double ratio(int i) {
        double usual = usual(i);
        return Double.isNaN(usual) ? 1 : (amounts[i] / sum + 1e-9) / (usual + 1e-9);
    }

    /**
     * Returns the ratio, or its inverse, that is needed. With few members no share can grow by much: of two, 80 % are enough.
     */
    double needed(int i, double factor) {
        double usual = usual(i);
        if (Double.isNaN(usual)) {
            return factor;
        }
        return ratio(i) >= 1 ? Math.max(1.2, Math.min(factor, 1 + 0.6 * (1 / usual - 1))) : 2 * factor;
    }

    /** Returns by how many standard deviations a share is off. */
    double deviations(int i) {
        double usual = usual(i);
        if (Double.isNaN(usual)) {
            return 0;
        }
        if (by == Measure.OPERATIONS) {
            double expected = sum * usual;
            double other = OVERDISPERSION * expected;
            return (amounts[i] - expected) / Math.sqrt(expected * (1 - usual) + other * other + 1e-9);
        }
        double scale = Math.max(LEAST_SPREAD, 1.25 * present.get(i).spread(by));
        return Math.log((amounts[i] / sum + 1e-6) / (usual + 1e-6)) / scale;
    }

    /** Lets the members learn from this window. */
    void learn() {
        double known = 0;
        for (LoadMember member : present) {
            known += member.share(by);
        }
        for (int i = 0; i < amounts.length; i++) {
            present.get(i).learn(by, amounts[i] / sum, known);
        }
    }

    private boolean anotherIsRelieved(int except) {
        for (int i = 0; i < amounts.length; i++) {
            if (i != except && amounts[i] < RELIEVED * present.get(i).usualCpu()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the usual share of a member among those that are there, or NaN when too little is known. */
    private double usual(int i) {
        double all = 0;
        for (LoadMember member : present) {
            if (member.windows(by) < WINDOWS_TO_JUDGE) {
                return Double.NaN;
            }
            all += member.share(by);
        }
        return all == 0 ? Double.NaN : present.get(i).share(by) / all;
    }
}
