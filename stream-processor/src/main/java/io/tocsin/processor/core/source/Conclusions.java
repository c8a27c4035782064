package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Finding;

/**
 * Receives what follows from a record or a tick, in the order in which it follows, within the call of the fold. An
 * implementation must not call the fold. What it throws passes through: the state has then been changed already, so the
 * caller must discard the live object and load the committed one.
 */
public interface Conclusions {

    /** Takes an entry of the evaluation log. */
    void evaluation(EvaluationEntry entry);

    /** Takes a finding that opened or closed. */
    default void finding(Finding finding) {
        // Of no interest to who asks for alerts only.
    }

    /** Takes a step in the life of an alert. */
    void alertChange(AlertChange change);

    /**
     * Says that the standing of the source changed in a way that others should hear of: status, score, decision, set of
     * reasons or number of active alerts. At most once per call of the fold, after everything else.
     */
    void statusChange(SourceState source);
}
