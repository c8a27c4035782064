package io.tocsin.processor.runtime;

import io.tocsin.processor.core.anomaly.AnomalySettings;
import io.tocsin.processor.core.anomaly.Symptom;
import io.tocsin.processor.core.anomaly.multi.MultiDetector;
import io.tocsin.processor.core.anomaly.multi.MultiMetricSettings;
import io.tocsin.processor.core.rule.SourceSelector;
import io.tocsin.processor.core.rule.TextPattern;
import io.tocsin.processor.core.source.DetectionProfile;
import io.tocsin.processor.rules.language.Patterns;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads from the settings which detectors judge which sources, and how sensitive they are. Stateless. */
final class DetectionParameters {

    private static final int MOST_PROFILES = 100;
    private static final String LABELS = "labels.";
    private static final String METRIC = "anomaly-metric.";
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,18})?");

    private DetectionParameters() {}

    /** Reads what detectors of single metrics may say of sources without a profile. */
    static AnomalySettings anomalies(Settings settings) {
        Map<String, Double> byMetric = new HashMap<>();
        settings.get(ProcessorSettings.ANOMALY_METRICS)
                .forEach((metric, text) ->
                        byMetric.put(metric, score(ProcessorSettings.ANOMALY_METRICS.name() + "." + metric, text)));
        return new AnomalySettings(
                settings.get(ProcessorSettings.ANOMALY_SCORE),
                symptoms(ProcessorSettings.ANOMALY_SYMPTOMS.name(), settings.get(ProcessorSettings.ANOMALY_SYMPTOMS)),
                settings.get(ProcessorSettings.ANOMALY_MISSING),
                byMetric);
    }

    /** Reads how metrics are judged together of sources without a profile. */
    static MultiMetricSettings multiMetric(Settings settings) {
        return new MultiMetricSettings(
                detectors(
                        ProcessorSettings.MULTI_METRIC_DETECTORS.name(),
                        settings.get(ProcessorSettings.MULTI_METRIC_DETECTORS)),
                settings.get(ProcessorSettings.MULTI_METRIC_SENSITIVITY));
    }

    /**
     * Reads the profiles, in the order of their names.
     *
     * @throws InvalidSettingsException when one says something that does not exist or does not fit
     */
    static List<DetectionProfile> profiles(Settings settings) {
        Map<String, Map<String, String>> named = new TreeMap<>();
        settings.get(ProcessorSettings.DETECTION).forEach((name, text) -> {
            int dot = name.indexOf('.');
            if (dot < 1) {
                throw invalid(name, "names no field of a profile");
            }
            named.computeIfAbsent(name.substring(0, dot), each -> new TreeMap<>())
                    .put(name.substring(dot + 1), text);
        });
        if (named.size() > MOST_PROFILES) {
            throw new InvalidSettingsException(
                    ProcessorSettings.DETECTION.name(), "has more than " + MOST_PROFILES + " profiles");
        }
        List<DetectionProfile> profiles = new ArrayList<>();
        named.forEach((name, fields) -> profiles.add(profile(settings, name, fields)));
        return profiles;
    }

    private static DetectionProfile profile(Settings settings, String name, Map<String, String> fields) {
        AnomalySettings general = anomalies(settings);
        MultiMetricSettings together = multiMetric(settings);
        Map<String, List<TextPattern>> labels = new TreeMap<>();
        Map<String, List<TextPattern>> sources = new HashMap<>();
        Map<String, Double> byMetric = new HashMap<>(general.byMetric());
        double score = general.score();
        Set<Symptom> symptoms = general.symptoms();
        boolean missing = general.missing();
        Set<MultiDetector> detectors = together.detectors();
        double sensitivity = together.sensitivity();
        for (Map.Entry<String, String> field : fields.entrySet()) {
            String path = name + "." + field.getKey();
            String full = ProcessorSettings.DETECTION.name() + "." + path;
            String text = field.getValue();
            switch (field.getKey()) {
                case "tenants", "environments", "sources" -> sources.put(field.getKey(), patterns(path, text));
                case "anomaly-score" -> score = score(full, text);
                case "anomaly-symptoms" -> symptoms = symptoms(full, list(text));
                case "anomaly-missing" -> missing = flag(path, text);
                case "multi-metric-detectors" -> detectors = detectors(full, list(text));
                case "multi-metric-sensitivity" -> sensitivity = sensitivity(path, text);
                default -> {
                    if (field.getKey().startsWith(LABELS) && field.getKey().length() > LABELS.length()) {
                        labels.put(field.getKey().substring(LABELS.length()), patterns(path, text));
                    } else if (field.getKey().startsWith(METRIC)
                            && field.getKey().length() > METRIC.length()) {
                        byMetric.put(field.getKey().substring(METRIC.length()), score(full, text));
                    } else {
                        throw invalid(
                                path,
                                "is no field of a profile; there are tenants, environments, sources, labels.NAME,"
                                        + " anomaly-score, anomaly-symptoms, anomaly-missing, anomaly-metric.NAME,"
                                        + " multi-metric-detectors, multi-metric-sensitivity");
                    }
                }
            }
        }
        return new DetectionProfile(
                new SourceSelector(
                        sources.getOrDefault("tenants", List.of()),
                        sources.getOrDefault("environments", List.of()),
                        sources.getOrDefault("sources", List.of()),
                        labels),
                new AnomalySettings(score, symptoms, missing, byMetric),
                new MultiMetricSettings(detectors, sensitivity));
    }

    private static List<TextPattern> patterns(String path, String text) {
        List<TextPattern> patterns = new ArrayList<>();
        for (String pattern : list(text)) {
            try {
                patterns.add(Patterns.compile(pattern));
            } catch (IllegalArgumentException e) {
                throw invalid(path, "'" + pattern + "' " + e.getMessage());
            }
        }
        if (patterns.isEmpty()) {
            throw invalid(path, "must be at least one pattern");
        }
        return patterns;
    }

    /** Splits what stands in a list; {@code none} is an empty one. */
    private static List<String> list(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                parts.add(part.strip());
            }
        }
        return parts.equals(List.of("none")) ? List.of() : parts;
    }

    private static boolean flag(String path, String text) {
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        throw invalid(path, "'" + text + "' is neither true nor false");
    }

    private static double sensitivity(String path, String text) {
        double value = DECIMAL.matcher(text.strip()).matches() ? Double.parseDouble(text.strip()) : -1;
        if (value < 0 || value > 1) {
            throw invalid(path, "'" + text + "' is not from 0 to 1");
        }
        return value;
    }

    private static Set<Symptom> symptoms(String setting, List<String> names) {
        Set<Symptom> symptoms = EnumSet.noneOf(Symptom.class);
        for (String name : names) {
            symptoms.add(constant(setting, name, Symptom.values(), "value, jump, season, drift, level, variance"));
        }
        return symptoms;
    }

    private static Set<MultiDetector> detectors(String setting, List<String> names) {
        Set<MultiDetector> detectors = EnumSet.noneOf(MultiDetector.class);
        for (String name : names) {
            detectors.add(constant(
                    setting,
                    name,
                    MultiDetector.values(),
                    "level, correlation, departure, change, forest, neighbours"));
        }
        return detectors;
    }

    private static <E extends Enum<E>> E constant(String setting, String name, E[] values, String names) {
        for (E value : values) {
            if (value.name().equalsIgnoreCase(name.strip())) {
                return value;
            }
        }
        throw new InvalidSettingsException(setting, "'" + name + "' is none of " + names);
    }

    private static double score(String setting, String text) {
        if (text.strip().equalsIgnoreCase("off")) {
            return AnomalySettings.OFF;
        }
        double score = DECIMAL.matcher(text.strip()).matches() ? Double.parseDouble(text.strip()) : 0;
        if (score <= 0 || score > 1) {
            throw new InvalidSettingsException(
                    setting, "'" + text + "' is neither a score above 0 and up to 1 nor off");
        }
        return score;
    }

    private static InvalidSettingsException invalid(String path, String message) {
        return new InvalidSettingsException(ProcessorSettings.DETECTION.name() + "." + path, message);
    }
}
