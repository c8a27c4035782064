package io.tocsin.standalone.cli;

import io.tocsin.processor.rules.language.RuleLanguage;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.service.settings.Settings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** {@code tocsin validate FILE}: lists every problem of a settings file, of a file with rules, or of an earlier configuration. */
public final class ValidateCommand {

    /** What the command understands. */
    public static final String USAGE = """
            usage: tocsin validate FILE

            Reads a settings file as a service would, without the environment, a file with a list of rules, or the JSON
            configuration of the earlier monitoring system (alert_rules, response_time_warning and so on), and lists every
            problem with its place.
            Exit code: 0 none, 1 problems, 2 wrong usage.
            """;

    private final SettingsCatalogue catalogue;
    private final PrintStream out;

    /** Makes the command. */
    public ValidateCommand(SettingsCatalogue catalogue, PrintStream out) {
        this.catalogue = Objects.requireNonNull(catalogue, "catalogue");
        this.out = Objects.requireNonNull(out, "out");
    }

    /**
     * Runs the command.
     *
     * @return the exit code
     * @throws UsageException when the arguments are wrong
     */
    public int run(List<String> arguments) throws UsageException {
        Arguments parsed = Arguments.parse(arguments, Set.of(), Set.of());
        if (parsed.positional().size() != 1) {
            throw new UsageException("validate needs one FILE");
        }
        Path file = Path.of(parsed.positional().get(0));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new UsageException("no such file: " + file);
        }
        RuleLanguage.Reading rules = rules(file);
        if (rules != null) {
            rules.problems().forEach(problem -> out.println(file + ": " + problem.text()));
            out.println(file + ": " + (rules.isGood() ? rules.rules().size() + " rules, no problems" : "not valid"));
            return rules.isGood() ? 0 : 1;
        }
        try {
            Settings.load(catalogue, ConfigFile.read(file), Map.of(), Map.of())
                    .notices()
                    .forEach(out::println);
            out.println(file + ": no problems");
            return 0;
        } catch (InvalidSettingsException problems) {
            out.println(file + ": " + problems.getMessage());
            return 1;
        }
    }

    /** Reads the file as one with rules; null when it is none, or cannot be read, which the settings then say. */
    private static RuleLanguage.Reading rules(Path file) {
        try {
            String text = Files.readString(file);
            return RuleLanguage.isPack(text) ? RuleLanguage.pack(text) : null;
        } catch (IOException e) {
            return null;
        }
    }
}
