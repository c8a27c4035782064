package io.tocsin.processor.core.severity;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.Severity;

/**
 * The fail-safe decision. The most drastic line that applies wins:
 *
 * <table>
 *   <caption>Decision table</caption>
 *   <tr><th>when</th><th>decision</th></tr>
 *   <tr><td>nothing is wrong, or only what is worth knowing (INFO)</td><td>CONTINUE</td></tr>
 *   <tr><td>a rule's own advice for the level that it is broken at: RETRY for slow or failing calls and null output,
 *       REPROCESS for invalid output and silent failures, ESCALATE for contradictions, lag and silence</td>
 *       <td>that advice</td></tr>
 *   <tr><td>the evaluation itself failed</td><td>ESCALATE</td></tr>
 *   <tr><td>status is CRITICAL</td><td>ESCALATE</td></tr>
 *   <tr><td>something is an EMERGENCY, or the score is at least {@value #HALT_SCORE}: three CRITICAL reasons at
 *       once</td><td>HALT</td></tr>
 * </table>
 */
public final class DecisionTable {

    /** Score from which on a source should get no more work. */
    public static final double HALT_SCORE = 0.999;

    /** What a failed evaluation says: somebody must look, because nothing is known. */
    public static final Decision FAIL_SAFE = Decision.ESCALATE;

    private static final double ROUNDING = 1e-9;

    private DecisionTable() {}

    /**
     * Returns the decision.
     *
     * @param advice most drastic advice of any reason of WARNING and above; CONTINUE when there is none
     * @param worst greatest severity of any reason, or null when there is none
     */
    public static Decision decide(Health status, double score, Decision advice, Severity worst) {
        if (worst == Severity.EMERGENCY || score >= HALT_SCORE - ROUNDING) {
            return Decision.HALT;
        }
        return status == Health.CRITICAL ? advice.or(Decision.ESCALATE) : advice;
    }
}
