package io.tocsin.alertsink.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Alertmanager's KV: names and texts, with {@code SortedPairs}, {@code Remove}, {@code Names}, {@code Values}. Immutable. */
final class Kv implements TemplateObject {

    private static final String ALERT_NAME = "alertname";

    private final SortedMap<String, String> texts;

    Kv(Map<String, String> texts) {
        this.texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
    }

    /** Returns names and texts, sorted by name. */
    SortedMap<String, String> map() {
        return texts;
    }

    @Override
    public String goType() {
        return "template.KV";
    }

    @Override
    public Optional<Member> member(String name, List<Object> arguments) {
        switch (name) {
            case "SortedPairs":
                TemplateObject.none(name, arguments);
                return Member.of(sortedPairs());
            case "Names":
                TemplateObject.none(name, arguments);
                return Member.of(sortedPairs().names());
            case "Values":
                TemplateObject.none(name, arguments);
                return Member.of(sortedPairs().values());
            case "String":
                TemplateObject.none(name, arguments);
                return Member.of(toString());
            case "Remove":
                SortedMap<String, String> left = new TreeMap<>(texts);
                List<?> names = Values.asList(TemplateObject.one(name, arguments, Object.class));
                if (names == null) {
                    throw new TemplateException("wrong type for value of Remove; expected []string");
                }
                names.forEach(left::remove);
                return Member.of(new Kv(left));
            default:
                return Optional.empty();
        }
    }

    /** The name of the alert comes first. */
    private Pairs sortedPairs() {
        List<Struct> pairs = new ArrayList<>();
        if (texts.containsKey(ALERT_NAME)) {
            pairs.add(pair(ALERT_NAME, texts.get(ALERT_NAME)));
        }
        texts.forEach((name, value) -> {
            if (!name.equals(ALERT_NAME)) {
                pairs.add(pair(name, value));
            }
        });
        return new Pairs(pairs);
    }

    private static Struct pair(String name, String value) {
        return new Struct("template.Pair").with("Name", "Name", name).with("Value", "Value", value);
    }

    @Override
    public String toString() {
        return sortedPairs().toString();
    }

    /** Alertmanager's Pairs. Immutable. */
    static final class Pairs extends Alerts {

        Pairs(List<Struct> pairs) {
            super(pairs);
        }

        @Override
        public String goType() {
            return "template.Pairs";
        }

        @Override
        public Optional<Member> member(String name, List<Object> arguments) {
            switch (name) {
                case "Names":
                    TemplateObject.none(name, arguments);
                    return Member.of(names());
                case "Values":
                    TemplateObject.none(name, arguments);
                    return Member.of(values());
                case "String":
                    TemplateObject.none(name, arguments);
                    return Member.of(toString());
                default:
                    return Optional.empty();
            }
        }

        List<Object> names() {
            return each("Name");
        }

        List<Object> values() {
            return each("Value");
        }

        private List<Object> each(String field) {
            return list().stream()
                    .map(pair -> ((Struct) pair)
                            .member(field, List.of())
                            .orElseThrow()
                            .value())
                    .toList();
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            List<Object> names = names();
            List<Object> values = values();
            for (int i = 0; i < names.size(); i++) {
                text.append(i == 0 ? "" : ", ").append(names.get(i)).append('=').append(values.get(i));
            }
            return text.toString();
        }
    }
}
