package io.tocsin.processor.core.severity;

import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Severity;

/**
 * From the severities of what is wrong to a score. Each reason takes a share of what is left: with weights INFO 0.3,
 * WARNING 0.7, CRITICAL 0.9 and EMERGENCY 1.0, taken in descending order, the score is 1 - (1-w1)(1-w2)..., and a reason
 * contributes what it adds. Two caps keep the bands meaningful: INFO alone never leaves NORMAL, and fewer than three
 * WARNINGs never reach CRITICAL, with whatever INFO besides. Contributions beyond a cap are cut off, latest first. Added
 * in their order the contributions give the score exactly, not about. Immutable.
 */
public final class SeverityScale {

    private static final double[] WEIGHTS = {0.3, 0.7, 0.9, 1.0};
    private static final int WARNINGS_FOR_CRITICAL = 3;
    private static final double MARGIN = 0.01;

    private final double warningScore;
    private final double criticalScore;

    /**
     * Makes a scale.
     *
     * @param warningScore least score of the WARNING band
     * @param criticalScore least score of the CRITICAL band
     */
    public SeverityScale(double warningScore, double criticalScore) {
        this.warningScore = warningScore;
        this.criticalScore = criticalScore;
    }

    /**
     * Scores reasons.
     *
     * @param severities their severities, most severe first
     * @param contributions takes the contribution of each; at least as long
     * @param count number of reasons
     * @return the score in [0,1]
     */
    public double score(Severity[] severities, double[] contributions, int count) {
        double cap = cap(severities, count);
        double score = 0;
        double left = 1;
        for (int i = 0; i < count; i++) {
            double weight = WEIGHTS[severities[i].ordinal()];
            double share = left * weight;
            left -= share;
            // The difference to the cap is exact as soon as the score is at least half of it, so the sum meets the cap.
            double contribution = score + share > cap ? cap - score : share;
            contributions[i] = contribution;
            score += contribution;
        }
        return score;
    }

    /** Returns the band of a score. */
    public Health band(double score) {
        if (score >= criticalScore) {
            return Health.CRITICAL;
        }
        return score >= warningScore ? Health.WARNING : Health.NORMAL;
    }

    private double cap(Severity[] severities, int count) {
        int warnings = 0;
        for (int i = 0; i < count; i++) {
            if (severities[i].compareTo(Severity.WARNING) > 0) {
                return 1;
            }
            warnings += severities[i] == Severity.WARNING ? 1 : 0;
        }
        if (warnings >= WARNINGS_FOR_CRITICAL) {
            return 1;
        }
        if (warnings > 0) {
            return criticalScore - Math.min(MARGIN, (criticalScore - warningScore) / 2);
        }
        return warningScore - Math.min(MARGIN, warningScore / 2);
    }
}
