package io.tocsin.processor.core.source;

import io.tocsin.processor.core.rule.BuiltInRules;

/**
 * The checks of single events: output that is invalid or null, a status that its body contradicts, and success that is
 * reported although nothing came of it.
 */
final class OutputChecks implements RecordCheck {

    private static final String INVALID = BuiltInRules.OUTPUT_INVALID.id();
    private static final String NULL = BuiltInRules.OUTPUT_NULL.id();
    private static final String INCONSISTENT = BuiltInRules.RESPONSE_INCONSISTENT.id();
    private static final String SILENT = BuiltInRules.SILENT_FAILURE.id();

    @Override
    public void check(Observation o, RecordFacts facts, Findings findings) {
        if (!facts.isAny()) {
            return;
        }
        if (facts.invalidOutput() != null) {
            findings.report(INVALID, facts.invalidOutput());
        }
        if (facts.nullOutput() != null) {
            findings.report(NULL, facts.nullOutput() + " is null");
        }
        consistency(facts, findings);
        silentFailure(facts, findings);
    }

    private static void consistency(RecordFacts facts, Findings findings) {
        int status = facts.statusCode();
        if (status >= 200 && status < 300 && facts.bodySaysError()) {
            findings.report(INCONSISTENT, "status " + status + " with a body that reports an error");
        } else if (status >= 500 && facts.saysSuccess()) {
            findings.report(INCONSISTENT, "status " + status + " with a body that reports success");
        }
    }

    private static void silentFailure(RecordFacts facts, Findings findings) {
        boolean saysSuccess = facts.saysSuccess() && !facts.bodySaysError();
        if (saysSuccess && facts.nullResult() != null && !facts.hasOutput()) {
            findings.report(SILENT, "success is reported, but " + facts.nullResult() + " is null");
        } else if (facts.processed() && !facts.hasOutput()) {
            findings.report(SILENT, "processed is true, but there is no output");
        } else if (facts.completed() && facts.noItems()) {
            findings.report(SILENT, "completed is true, but items_processed is 0");
        }
    }
}
