package io.tocsin.processor.rules;

import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.rules.language.RuleLanguage;
import io.tocsin.schemas.RuleVersion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * All rules that a processor knows, as the packs and the topic say, and the catalogue of those in force. The topic is
 * applied in its order; the catalogue is replaced as a whole. Thread-safe.
 */
public final class RuleBoard {

    /** What stands between id and number in the key of a version. */
    static final char VERSION_MARK = '@';

    private final RulePacks packs;
    private final Map<String, KnownRule> current = new TreeMap<>();
    private final Map<String, TreeMap<Integer, KnownRule>> versions = new TreeMap<>();
    private long position = -1;
    private final Consumer<RuleCatalogue> listener;
    private volatile RuleCatalogue catalogue;

    /** Makes a board that knows the packs only. */
    public RuleBoard(RulePacks packs) {
        this(packs, catalogue -> {});
    }

    /**
     * Makes a board that knows the packs only.
     *
     * @param listener hears of each catalogue that comes into force, this first one too
     */
    RuleBoard(RulePacks packs, Consumer<RuleCatalogue> listener) {
        this.packs = packs;
        this.listener = listener;
        publish();
    }

    /** Returns the rules in force. Costs nothing; another object than before when they have changed. */
    public RuleCatalogue catalogue() {
        return catalogue;
    }

    /** Takes a record of the topic; {@link #publish} puts it into force. */
    synchronized void take(String key, RuleVersion value, long offset) {
        position = Math.max(position, offset);
        int mark = key.indexOf(VERSION_MARK);
        if (mark < 0) {
            if (value == null) {
                current.remove(key);
            } else {
                current.put(key, known(value));
            }
            return;
        }
        String id = key.substring(0, mark);
        int number = number(key.substring(mark + 1));
        if (number <= 0) {
            return;
        }
        TreeMap<Integer, KnownRule> kept = versions.computeIfAbsent(id, each -> new TreeMap<>());
        if (value == null) {
            kept.remove(number);
            if (kept.isEmpty()) {
                versions.remove(id);
            }
        } else {
            kept.put(number, known(value));
        }
    }

    /** Puts what was taken into force, all at once. */
    final synchronized void publish() {
        catalogue = build();
        listener.accept(catalogue);
    }

    /** Returns the offset of the latest record that was taken; -1 before the first. */
    synchronized long position() {
        return position;
    }

    /** Notes that the topic was read up to an offset, whatever lies there. */
    synchronized void readTo(long offset) {
        position = Math.max(position, offset);
    }

    /** Returns all rules: those of packs in their order, then the others by id. */
    synchronized List<KnownRule> rules() {
        Map<String, KnownRule> all = new LinkedHashMap<>();
        for (RulePacks.PackedRule packed : packs.rules()) {
            all.put(packed.definition().id(), packed(packed));
        }
        all.putAll(current);
        return List.copyOf(all.values());
    }

    /** Returns a rule, or null. */
    synchronized KnownRule rule(String id) {
        KnownRule own = current.get(id);
        RulePacks.PackedRule packed = packs.byId(id);
        return own != null ? own : packed == null ? null : packed(packed);
    }

    /**
     * Returns a version of a rule, compiled, whether or not it is in force.
     *
     * @param version number of the version, or -1 for the latest
     * @return the rule, or null when there is none that can run
     */
    public Rule compiled(String id, int version) {
        if (version < 0) {
            KnownRule latest = version == -1 ? rule(id) : null;
            return latest == null ? null : latest.compiled();
        }
        for (KnownRule known : versions(id)) {
            if (known.version() == version) {
                return known.compiled();
            }
        }
        return null;
    }

    /** Returns the rule of a pack that an own one stands in the place of, or null. */
    KnownRule beneath(String id) {
        RulePacks.PackedRule packed = packs.byId(id);
        return packed == null ? null : packed(packed);
    }

    /** Returns the versions of a rule that are kept, the latest first, and that of its pack last. */
    synchronized List<KnownRule> versions(String id) {
        List<KnownRule> all = new ArrayList<>(
                versions.getOrDefault(id, new TreeMap<>()).descendingMap().values());
        KnownRule beneath = beneath(id);
        if (beneath != null) {
            all.add(beneath);
        }
        return all;
    }

    private RuleCatalogue build() {
        List<Rule> inForce = new ArrayList<>();
        for (KnownRule rule : rules()) {
            if (rule.isInForce()) {
                inForce.add(rule.compiled());
            }
        }
        return new RuleCatalogue(inForce);
    }

    private KnownRule known(RuleVersion value) {
        RuleLanguage.Reading reading = RuleLanguage.rule(value.getDefinition());
        return new KnownRule(
                value.getId(),
                reading.definitions().isEmpty() ? null : reading.definitions().get(0),
                reading.isGood() ? reading.rules().get(0) : null,
                reading.problems(),
                "api",
                value.getVersion(),
                value.getChange(),
                value.getCreatedAt(),
                value.getUpdatedAt(),
                value.getActor());
    }

    private static KnownRule packed(RulePacks.PackedRule packed) {
        return new KnownRule(
                packed.definition().id(),
                packed.definition(),
                packed.compiled(),
                List.of(),
                packed.origin(),
                0,
                "",
                0,
                0,
                "");
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
