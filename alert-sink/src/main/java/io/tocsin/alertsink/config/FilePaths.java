package io.tocsin.alertsink.config;

import java.nio.file.Path;
import java.util.Map;

/** Relative paths of files in {@code http_config} and below are meant from the folder of the configuration. */
final class FilePaths {

    private FilePaths() {}

    /** Makes them absolute within the values of an object that has such a part. */
    static void resolve(Map<String, Object> values, Path folder) {
        if (values.get("http_config") instanceof Map<?, ?> http) {
            deep(http, folder);
        }
    }

    @SuppressWarnings("unchecked")
    private static void deep(Map<?, ?> object, Path folder) {
        ((Map<String, Object>) object).replaceAll((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                deep(inner, folder);
                return inner;
            }
            return name.endsWith("_file") && value instanceof String text && !text.isEmpty()
                    ? folder.resolve(text).toString()
                    : value;
        });
    }
}
