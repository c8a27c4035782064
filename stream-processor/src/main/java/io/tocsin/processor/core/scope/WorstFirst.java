package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.model.SourceStanding;
import java.util.Comparator;

/** Order of sources from the worst on: by score, then by identity, so that it is total and the same on every run. */
final class WorstFirst {

    static final Comparator<SourceId> BY_IDENTITY = Comparator.comparing(SourceId::tenant)
            .thenComparing(SourceId::environment)
            .thenComparing(SourceId::name);

    static final Comparator<SourceStanding> ORDER = Comparator.comparingDouble(SourceStanding::severityScore)
            .reversed()
            .thenComparing(SourceStanding::id, BY_IDENTITY);

    private WorstFirst() {}
}
