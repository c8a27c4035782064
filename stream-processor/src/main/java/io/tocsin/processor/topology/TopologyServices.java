package io.tocsin.processor.topology;

import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What the topology works with. Immutable.
 *
 * @param registry finds writers' schemas
 * @param patience waits for the registry when it is away
 * @param formats how outputs are encoded
 * @param register hears which partitions are folded here
 * @param rules gives the rules in force; asked at each record, so it must be cheap and safe for any thread
 * @param correlation gives the correlation rules in force, likewise
 * @param nanoTime clock without a date, by which the cost of commits is measured
 */
public record TopologyServices(
        SchemaRegistryClient registry,
        RegistryPatience patience,
        OutputFormats formats,
        TaskRegister register,
        Supplier<RuleCatalogue> rules,
        Supplier<List<CorrelationRule>> correlation,
        LongSupplier nanoTime) {

    public TopologyServices {
        Objects.requireNonNull(registry, "registry");
        Objects.requireNonNull(patience, "patience");
        Objects.requireNonNull(formats, "formats");
        Objects.requireNonNull(register, "register");
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(correlation, "correlation");
        Objects.requireNonNull(nanoTime, "nanoTime");
    }
}
