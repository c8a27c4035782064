package io.tocsin.service;

import io.tocsin.service.settings.CommonSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The arguments of a service, as {@link #USAGE} lists them.
 *
 * @param file the configuration file that was named, or null
 * @param overrides settings by name
 * @param information an option that asks for information instead of running, or null
 */
record CommandLine(Path file, Map<String, String> overrides, String information) {

    static final String USAGE = """
            Usage: [--config FILE] [--set name=value]... [--kafka HOST:PORT,...] [--json-log]
              --config FILE      configuration file; also the environment variable TOCSIN_CONFIG
              --set name=value   one setting; wins over environment and file
              --kafka SERVERS    short for --set kafka.bootstrap-servers=SERVERS
              --json-log         short for --set log-format=json
              --check-config     print the effective settings and exit; fails when one is not valid
              --example-config   print a configuration file with every setting explained and exit
              --settings-table   print the same as a Markdown table and exit
              --help             print this and exit""";

    private static final Set<String> INFORMATION =
            Set.of("--check-config", "--example-config", "--settings-table", "--help");

    /** The command line is not understood. */
    static final class UsageException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message + "\n" + USAGE);
        }
    }

    static CommandLine parse(String... args) {
        Path file = null;
        String information = null;
        Map<String, String> overrides = new LinkedHashMap<>();
        for (int i = 0; i < args.length; i++) {
            String option = args[i];
            if (INFORMATION.contains(option)) {
                information = option;
                continue;
            }
            if (option.equals("--json-log")) {
                overrides.put(CommonSettings.LOG_FORMAT.name(), "json");
                continue;
            }
            int equals = option.indexOf('=');
            String value;
            if (option.startsWith("--") && equals > 0) {
                value = option.substring(equals + 1);
                option = option.substring(0, equals);
            } else {
                value = i + 1 < args.length ? args[++i] : null;
            }
            switch (option) {
                case "--config" -> file = Path.of(present(option, value));
                case "--kafka" -> overrides.put(CommonSettings.KAFKA_BOOTSTRAP_SERVERS.name(), present(option, value));
                case "--set" -> set(overrides, present(option, value));
                default -> throw new UsageException("Unknown option " + option + ".");
            }
        }
        return new CommandLine(file, overrides, information);
    }

    /** The configuration file: the one named here, else by the environment. */
    Optional<Path> config(Map<String, String> environment) {
        String named = environment.getOrDefault("TOCSIN_CONFIG", "");
        return file != null ? Optional.of(file) : named.isBlank() ? Optional.empty() : Optional.of(Path.of(named));
    }

    private static String present(String option, String value) {
        if (value == null || value.isEmpty()) {
            throw new UsageException("Option " + option + " needs a value.");
        }
        return value;
    }

    private static void set(Map<String, String> overrides, String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new UsageException("--set needs name=value.");
        }
        overrides.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }
}
