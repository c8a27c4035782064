package io.tocsin.processor.topology.records;

import io.tocsin.processor.core.model.Evidence;
import io.tocsin.schemas.Finding;
import io.tocsin.schemas.FindingState;

/** Turns what detectors found into records. Stateless. */
public final class FindingRecords {

    private FindingRecords() {}

    /** Returns the record of a finding. */
    public static Finding finding(io.tocsin.processor.core.model.Finding finding) {
        Evidence evidence = finding.evidence();
        return new Finding(
                finding.id(),
                finding.source().tenant(),
                finding.source().environment(),
                finding.source().name(),
                finding.kind(),
                finding.detector(),
                finding.subject(),
                switch (finding.state()) {
                    case OPEN -> FindingState.OPEN;
                    case CLOSED -> FindingState.CLOSED;
                },
                finding.since(),
                finding.at(),
                evidence.score(),
                Numbers.orNull(evidence.seen()),
                Numbers.orNull(evidence.expected()),
                Numbers.orNull(evidence.lower()),
                Numbers.orNull(evidence.upper()),
                evidence.samples(),
                evidence.confidence(),
                evidence.text(),
                evidence.contributions());
    }
}
