package io.tocsin.alertsink.dispatch;

import java.util.Map;

/**
 * Decides whether a receiver has to be told of a group, by what it was told last. The rules are Alertmanager's
 * (DedupStage.needsUpdate), with the episode of an alert in place of its hash, so that an alert that fires again after
 * its resolution was missed is still told:
 *
 * <ol>
 *   <li>an alert fires that the receiver does not know as firing in this episode: tell;
 *   <li>nothing fires any more and the receiver believes that something does: tell "all resolved";
 *   <li>an alert that the receiver believes to be firing is resolved while others fire: tell;
 *   <li>else nothing. What was never told as firing is never told as resolved.
 * </ol>
 *
 * A receiver that does not want resolutions is not sent them, but the log moves on, so that the next episode is told.
 * Pure; stateless.
 */
final class NotifyDecision {

    /** Status of a notification with at least one firing alert. */
    static final String FIRING = "firing";
    /** Status of a notification whose alerts are all resolved. */
    static final String RESOLVED = "resolved";

    /**
     * What follows from a snapshot.
     *
     * @param tell whether the receiver is told
     * @param reason why, in Alertmanager's words; empty when it is not told
     * @param status {@code firing} or {@code resolved}
     */
    record Verdict(boolean tell, String reason, String status) {

        private static final Verdict NOTHING = new Verdict(false, "", "");
    }

    private NotifyDecision() {}

    /**
     * Decides.
     *
     * @param told what the receiver was told last
     * @param now the group as it is
     * @param sendResolved whether the receiver wants to hear of resolutions
     */
    static Verdict decide(Told told, GroupSnapshot now, boolean sendResolved) {
        if (!containsAll(told.firing(), now.firing())) {
            return new Verdict(true, told.ever() ? "new alerts added" : "first notification", FIRING);
        }
        if (now.firing().isEmpty()) {
            return !told.firing().isEmpty() && sendResolved
                    ? new Verdict(true, "all alerts resolved", RESOLVED)
                    : Verdict.NOTHING;
        }
        boolean someResolved = now.resolved().keySet().stream().anyMatch(told.firing()::containsKey);
        return someResolved && sendResolved ? new Verdict(true, "some alerts resolved", FIRING) : Verdict.NOTHING;
    }

    private static boolean containsAll(Map<String, Long> known, Map<String, Long> wanted) {
        return wanted.entrySet().stream().allMatch(each -> each.getValue().equals(known.get(each.getKey())));
    }
}
