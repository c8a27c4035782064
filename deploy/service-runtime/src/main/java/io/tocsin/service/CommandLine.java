package io.tocsin.service;

import io.tocsin.service.settings.CommonSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of a service: {@code --config FILE}, {@code --set name=value} any number of times, and {@code --kafka
 * HOST:PORT,...} for {@code --set kafka.bootstrap-servers=...}.
 *
 * @param config the configuration file
 * @param overrides settings by name
 */
record CommandLine(Optional<Path> config, Map<String, String> overrides) {

    /** The command line is not understood. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message + "\nUsage: [--config FILE] [--set name=value]... [--kafka HOST:PORT,...]");
        }
    }

    static CommandLine parse(String... args) {
        Path config = null;
        Map<String, String> overrides = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            int equals = option.indexOf('=');
            String value;
            if (option.startsWith("--") && equals > 0) {
                value = option.substring(equals + 1);
                option = option.substring(0, equals);
            } else if (i + 1 < args.length) {
                value = args[++i];
            } else {
                throw new UsageException("Option " + option + " needs a value, or is not known.");
            }
            switch (option) {
                case "--config" -> config = Path.of(value);
                case "--kafka" -> overrides.put(CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), value);
                case "--set" -> set(overrides, value);
                default -> throw new UsageException("Unknown option " + option + ".");
            }
        }
        return new CommandLine(Optional.ofNullable(config), overrides);
    }

    private static void set(Map<String, String> overrides, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new UsageException("--set needs name=value.");
        }
        overrides.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
}
