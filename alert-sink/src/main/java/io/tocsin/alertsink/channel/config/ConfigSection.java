package io.tocsin.alertsink.channel.config;

import io.tocsin.alertsink.config.SecretText;
import io.tocsin.alertsink.secret.Credential;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A mapping of a YAML file, read strictly: each key is asked for with its type, and {@link #end()} complains of those
 * that nobody asked for. What is wrong is collected, and the reader goes on with the default. Not thread-safe.
 */
public final class ConfigSection {

    private final Map<?, ?> values;
    private final String path;
    private final Path directory;
    private final List<ConfigProblem> problems;
    private final Set<String> known = new HashSet<>();

    /**
     * Makes a section.
     *
     * @param values what a YAML parser made of the mapping: texts, numbers, booleans, lists and maps
     * @param path where it stands in the file; empty at the top
     * @param directory directory of the file, from which relative paths count
     * @param problems collects what is wrong
     */
    public ConfigSection(Map<?, ?> values, String path, Path directory, List<ConfigProblem> problems) {
        this.values = values;
        this.path = path;
        this.directory = directory;
        this.problems = problems;
    }

    /** Returns where the section stands. */
    public String path() {
        return path;
    }

    /** Complains of a key, or of the section itself when the key is empty. */
    public void problem(String key, String message) {
        problems.add(new ConfigProblem(at(key), message));
    }

    /** Returns whether a key is there with a value. */
    public boolean has(String key) {
        return values.get(key) != null;
    }

    /** Says that a key is read by somebody else. */
    public void ignore(String key) {
        known.add(key);
    }

    /** Returns a text; numbers and booleans are taken as they are written. */
    public String text(String key, String otherwise) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Map || value instanceof Iterable) {
            problem(key, "must be a text");
            return otherwise;
        }
        return plain(value);
    }

    /** Returns a boolean. */
    public boolean flag(String key, boolean otherwise) {
        return optionalFlag(key).orElse(otherwise);
    }

    /** Returns a boolean, if there is one. */
    public Optional<Boolean> optionalFlag(String key) {
        Object value = take(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag);
        }
        problem(key, "must be true or false");
        return Optional.empty();
    }

    /** Returns a whole number. */
    public long number(String key, long otherwise, long min, long max) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        try {
            long number = Long.parseLong(value.toString().strip());
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            problem(key, "must be a whole number");
            return otherwise;
        }
        problem(key, "must be from " + min + " to " + max);
        return otherwise;
    }

    /** Returns a duration as Prometheus and Go write it: {@code 1h30m}, {@code 500ms}, {@code 2d}. */
    public Duration duration(String key, Duration otherwise) {
        Object value = take(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Duration duration) {
            return duration;
        }
        Optional<Duration> duration = ConfigDuration.parse(value.toString());
        if (duration.isEmpty()) {
            problem(key, "'" + value + "' is not a duration such as 30s, 5m or 1h30m");
        }
        return duration.orElse(otherwise);
    }

    /** Returns an HTTP URL as a text; it may hold a template, which is looked at when it is used. */
    public String url(String key, String otherwise) {
        String text = text(key, otherwise);
        if (!text.isEmpty() && !text.equals(otherwise)) {
            checkUrl(key, text);
        }
        return text;
    }

    /** Returns a list of texts; a single text is a list of one. */
    public List<String> texts(String key) {
        Object value = take(key);
        List<String> texts = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (Object each : list) {
                if (each == null || each instanceof Map || each instanceof List) {
                    problem(key, "must be a list of texts");
                } else {
                    texts.add(plain(each));
                }
            }
        } else if (value instanceof Map) {
            problem(key, "must be a list of texts");
        } else if (value != null) {
            texts.add(plain(value));
        }
        return texts;
    }

    /** Returns a mapping of texts, sorted by key. */
    public SortedMap<String, String> map(String key) {
        SortedMap<String, String> map = new TreeMap<>();
        tree(key).ifPresent(tree -> {
            if (tree instanceof Map<?, ?> entries) {
                entries.forEach((name, value) -> {
                    if (value instanceof Map || value instanceof List) {
                        problem(key + "." + name, "must be a text");
                    } else {
                        map.put(String.valueOf(name), value == null ? "" : plain(value));
                    }
                });
            } else {
                problem(key, "must be a mapping");
            }
        });
        return map;
    }

    /** Returns whatever there is. */
    public Optional<Object> tree(String key) {
        return Optional.ofNullable(take(key));
    }

    /** Returns a mapping within this one, if there is one. */
    public Optional<ConfigSection> section(String key) {
        Object value = take(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?> map) {
            return Optional.of(new ConfigSection(map, at(key), directory, problems));
        }
        problem(key, "must be a mapping");
        return Optional.empty();
    }

    /** Returns the mappings of a list. */
    public List<ConfigSection> sections(String key) {
        Object value = take(key);
        List<ConfigSection> sections = new ArrayList<>();
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                String place = at(key) + '[' + i + ']';
                if (list.get(i) instanceof Map<?, ?> map) {
                    sections.add(new ConfigSection(map, place, directory, problems));
                } else {
                    problems.add(new ConfigProblem(place, "must be a mapping"));
                }
            }
        } else if (value != null) {
            problem(key, "must be a list");
        }
        return sections;
    }

    /** Returns a secret: {@code key}, or the file that {@code key_file} names; not both. */
    public Credential credential(String key) {
        return credential(key, key + "_file");
    }

    /** Returns a secret: the text of one key, or the file that another names; not both. */
    public Credential credential(String key, String fileKey) {
        String text = text(key, "");
        String file = text(fileKey, "");
        if (!text.isEmpty() && !file.isEmpty()) {
            problem(fileKey, "at most one of " + key + " & " + fileKey + " must be configured");
        }
        if (!file.isEmpty()) {
            return Credential.ofFile(directory.resolve(file));
        }
        return secret(key, text);
    }

    /** Returns a secret URL: {@code key}, or the file that {@code key_file} names. */
    public Credential credentialUrl(String key) {
        Credential url = credential(key);
        String text = has(key) ? plain(values.get(key)) : "";
        if (!text.isEmpty() && !text.startsWith("env:")) {
            checkUrl(key, text);
        }
        return url;
    }

    /** Returns a secret that was given as a text, which may name a variable of the environment. */
    public Credential secret(String key, String text) {
        UnaryOperator<String> environment = System::getenv;
        try {
            return Credential.configured(text, environment);
        } catch (IllegalArgumentException missing) {
            problem(key, missing.getMessage());
            return Credential.NONE;
        }
    }

    /** Returns the files that a list names, as secrets. */
    List<Credential> files(String key) {
        return texts(key).stream()
                .map(file -> Credential.ofFile(directory.resolve(file)))
                .toList();
    }

    /** Returns the keys. */
    List<String> names() {
        return values.keySet().stream().map(String::valueOf).toList();
    }

    /** Complains of the keys that nobody asked for. */
    public void end() {
        for (Object key : values.keySet()) {
            if (!known.contains(String.valueOf(key))) {
                problem(String.valueOf(key), "there is no such field");
            }
        }
    }

    /** Secrets are masked only where they are shown. */
    private static String plain(Object value) {
        return value instanceof SecretText secret ? secret.reveal() : value.toString();
    }

    private Object take(String key) {
        known.add(key);
        return values.get(key);
    }

    private String at(String key) {
        return path.isEmpty() ? key : key.isEmpty() ? path : path + '.' + key;
    }

    /** The message never repeats the URL, which can be a secret. */
    private void checkUrl(String key, String text) {
        if (text.contains("{{")) {
            return;
        }
        try {
            URI uri = new URI(text.strip());
            if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
                problem(key, "must be a URL that begins with http:// or https://");
            } else if (uri.getHost() == null) {
                problem(key, "must be a URL that names a host");
            }
        } catch (URISyntaxException malformed) {
            problem(key, "is not a URL");
        }
    }
}
