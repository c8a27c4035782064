package io.tocsin.service.settings;

import java.util.List;
import java.util.function.Function;

/** A type whose value is written as one scalar. */
record ScalarType<T>(String expected, Function<String, T> parser, Function<T, String> formatter)
        implements SettingType<T> {

    @Override
    public T parse(List<String> raw) {
        if (raw.size() != 1) {
            throw new IllegalArgumentException("a list where one value belongs");
        }
        return parser.apply(raw.get(0).strip());
    }

    @Override
    public String format(T value) {
        return formatter.apply(value);
    }
}
