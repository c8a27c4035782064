package io.tocsin.standalone.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Arguments of a command: {@code --name value} or {@code --name=value}, flags, and the rest by position. Immutable.
 */
public final class Arguments {

    private final Map<String, List<String>> options;
    private final List<String> positional;

    private Arguments(Map<String, List<String>> options, List<String> positional) {
        this.options = options;
        this.positional = positional;
    }

    /**
     * Takes arguments apart.
     *
     * @param valued names of options that take a value, without the dashes
     * @param flags names of options that take none
     * @throws UsageException when an option is unknown or lacks its value
     */
    public static Arguments parse(List<String> arguments, Set<String> valued, Set<String> flags) throws UsageException {
        Map<String, List<String>> options = new HashMap<>();
        List<String> positional = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--") || argument.equals("--")) {
                positional.add(argument);
                continue;
            }
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
            if (flags.contains(name) && equals < 0) {
                options.computeIfAbsent(name, n -> new ArrayList<>()).add("");
            } else if (!valued.contains(name)) {
                throw new UsageException("unknown option --" + name);
            } else if (equals >= 0) {
                options.computeIfAbsent(name, n -> new ArrayList<>()).add(argument.substring(equals + 1));
            } else if (i + 1 < arguments.size()) {
                i++;
                options.computeIfAbsent(name, n -> new ArrayList<>()).add(arguments.get(i));
            } else {
                throw new UsageException("--" + name + " needs a value");
            }
        }
        return new Arguments(options, positional);
    }

    /** Whether the option was given. */
    public boolean has(String name) {
        return options.containsKey(name);
    }

    /** Returns the value given last, if any. */
    public Optional<String> value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    /** Returns all values given, in order. */
    public List<String> values(String name) {
        return List.copyOf(options.getOrDefault(name, List.of()));
    }

    /** Returns what was given without a name, in order. */
    public List<String> positional() {
        return List.copyOf(positional);
    }
}
