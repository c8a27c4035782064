package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.model.AlertPhase;

/**
 * The transition table of an alert. Pure: a phase and an input give the next phase; what they mean for times, texts and
 * commands is the alert book's affair. Rows are phases, columns inputs; "-" leaves the alert as it is.
 *
 * <pre>
 *               MET        LASTED    CLEARED     RECOVERED  ACK           UNACK   RESOLVE   SUPERSEDED
 * (none)        PENDING    FIRING    -           -          -             -       -         -
 * PENDING       -          FIRING    RESOLVED    RESOLVED   -             -       RESOLVED  RESOLVED
 * FIRING        -          -         RECOVERING  RESOLVED   ACKNOWLEDGED  -       RESOLVED  RESOLVED
 * ACKNOWLEDGED  -          -         RECOVERING  RESOLVED   -             FIRING  RESOLVED  RESOLVED
 * RECOVERING    (back)     (back)    -           RESOLVED   (remark)      (rem.)  RESOLVED  RESOLVED
 * RESOLVED      PENDING    FIRING    -           -          -             -       -         -
 * </pre>
 *
 * (back) is FIRING, or ACKNOWLEDGED when the alert had been acknowledged in this episode: whoever knows of it need not be
 * told again. (remark) keeps the phase, but the acknowledgement or its withdrawal is recorded. A pending alert that clears has
 * told nobody and is resolved at once. Leaving (none) or RESOLVED begins a new episode.
 */
public final class AlertLifecycle {

    private AlertLifecycle() {}

    /**
     * Returns the phase that follows.
     *
     * @param phase the present phase; null when there has been no episode yet
     * @param input what happened
     * @param acknowledged whether somebody has acknowledged this episode and not taken it back
     * @return the next phase, which is the present one when the input changes nothing; null when there is still none
     */
    public static AlertPhase next(AlertPhase phase, AlertInput input, boolean acknowledged) {
        if (phase == null) {
            return begin(null, input);
        }
        switch (phase) {
            case PENDING:
                return pending(input);
            case FIRING:
                return input == AlertInput.ACKNOWLEDGE ? AlertPhase.ACKNOWLEDGED : known(AlertPhase.FIRING, input);
            case ACKNOWLEDGED:
                return input == AlertInput.UNACKNOWLEDGE ? AlertPhase.FIRING : known(AlertPhase.ACKNOWLEDGED, input);
            case RECOVERING:
                return recovering(input, acknowledged);
            default:
                return begin(AlertPhase.RESOLVED, input);
        }
    }

    /** Returns whether the step begins a new episode. */
    public static boolean beginsEpisode(AlertPhase from, AlertPhase to) {
        return (from == null || from == AlertPhase.RESOLVED) && to != from;
    }

    private static AlertPhase begin(AlertPhase phase, AlertInput input) {
        switch (input) {
            case CONDITION_MET:
                return AlertPhase.PENDING;
            case CONDITION_LASTED:
                return AlertPhase.FIRING;
            default:
                return phase;
        }
    }

    private static AlertPhase pending(AlertInput input) {
        switch (input) {
            case CONDITION_LASTED:
                return AlertPhase.FIRING;
            case CONDITION_CLEARED:
            case RECOVERY_LASTED:
            case RESOLVE:
            case SUPERSEDED:
                return AlertPhase.RESOLVED;
            default:
                return AlertPhase.PENDING;
        }
    }

    private static AlertPhase known(AlertPhase phase, AlertInput input) {
        switch (input) {
            case CONDITION_CLEARED:
                return AlertPhase.RECOVERING;
            case RECOVERY_LASTED:
            case RESOLVE:
            case SUPERSEDED:
                return AlertPhase.RESOLVED;
            default:
                return phase;
        }
    }

    private static AlertPhase recovering(AlertInput input, boolean acknowledged) {
        switch (input) {
            case CONDITION_MET:
            case CONDITION_LASTED:
                return acknowledged ? AlertPhase.ACKNOWLEDGED : AlertPhase.FIRING;
            case RECOVERY_LASTED:
            case RESOLVE:
            case SUPERSEDED:
                return AlertPhase.RESOLVED;
            default:
                return AlertPhase.RECOVERING;
        }
    }
}
