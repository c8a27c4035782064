package io.tocsin.service.settings;

import java.util.List;
import java.util.Map;

/**
 * A family of settings whose names are not known here, such as the security properties of the Kafka client.
 *
 * <p>The loader collects the members; this type only says so.
 */
record FamilyType() implements SettingType<Map<String, String>> {

    @Override
    public Map<String, String> parse(List<String> raw) {
        throw new IllegalArgumentException("a family has members, not a value of its own");
    }

    @Override
    public String expected() {
        return "names below this one, each with a value";
    }

    @Override
    public String format(Map<String, String> value) {
        return value.isEmpty() ? "{}" : "{...}";
    }

    @Override
    public boolean isFamily() {
        return true;
    }
}
