package io.tocsin.service.settings;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; it lists everything that is wrong with it, not only the first thing. */
public final class InvalidSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<SettingProblem> problems;

    public InvalidSettingsException(List<SettingProblem> problems) {
        super(problems.stream()
                .map(SettingProblem::toString)
                .collect(Collectors.joining("\n  ", "Invalid settings:\n  ", "")));
        this.problems = List.copyOf(problems);
    }

    /** A single problem, for checks that involve several settings. */
    public InvalidSettingsException(String name, String message) {
        this(List.of(new SettingProblem(name, message)));
    }

    /** Everything that is wrong, in the order of discovery. */
    public List<SettingProblem> problems() {
        return problems;
    }
}
