package io.tocsin.processor.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleTally;
import io.tocsin.processor.core.rule.RuleVerdict;
import io.tocsin.processor.topology.TaskRegister;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/** A meter for each rule in force and each thing that it can say. The tallies are read when somebody asks. Thread-safe. */
final class RuleMeters {

    private final TaskRegister register;
    private final MeterRegistry meters;
    private final Map<String, List<Meter>> known = new HashMap<>();

    RuleMeters(TaskRegister register, MeterRegistry meters) {
        this.register = register;
        this.meters = meters;
    }

    /** Brings the meters in line with the rules in force. */
    synchronized void use(RuleCatalogue catalogue) {
        known.entrySet().removeIf(entry -> {
            boolean gone = catalogue.byId(entry.getKey()) == null;
            if (gone) {
                entry.getValue().forEach(meters::remove);
            }
            return gone;
        });
        for (Rule rule : catalogue.rules()) {
            known.computeIfAbsent(rule.id(), id -> metersOf(rule));
        }
    }

    private List<Meter> metersOf(Rule rule) {
        List<Meter> made = new ArrayList<>();
        for (RuleVerdict verdict : RuleVerdict.values()) {
            String name = verdict.name().toLowerCase(Locale.ROOT);
            made.add(FunctionCounter.builder(
                            "tocsin.processor.rule.evaluations",
                            register,
                            tasks -> sum(rule.id(), tally -> tally.evaluations(verdict)))
                    .tag("rule", rule.id())
                    .tag("verdict", name)
                    .description("How often a rule said what")
                    .register(meters));
            if (rule.kind().isTimed()) {
                made.add(Gauge.builder(
                                "tocsin.processor.rule.sources",
                                register,
                                tasks -> sum(rule.id(), tally -> tally.sources(verdict)))
                        .tag("rule", rule.id())
                        .tag("verdict", name)
                        .description("Sources in memory of which a rule says what now")
                        .register(meters));
            }
        }
        return made;
    }

    private double sum(String rule, ToLongFunction<RuleTally> value) {
        return register.known().stream()
                .map(task -> task.tallies().find(rule))
                .filter(java.util.Objects::nonNull)
                .mapToLong(value)
                .sum();
    }
}
