package io.tocsin.service.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A list, written as a YAML sequence or, in one scalar, separated by commas. */
record ListType<E>(SettingType<E> element) implements SettingType<List<E>> {

    @Override
    public List<E> parse(List<String> raw) {
        List<E> values = new ArrayList<>();
        for (String text : raw) {
            for (String part : text.split(",")) {
                if (!part.isBlank()) {
                    values.add(element.parse(List.of(part)));
                }
            }
        }
        return List.copyOf(values);
    }

    @Override
    public String expected() {
        return "a list, each element " + element.expected();
    }

    @Override
    public String format(List<E> value) {
        return value.stream().map(element::format).collect(Collectors.joining(", ", "[", "]"));
    }
}
