package io.tocsin.standalone.cli;

import io.tocsin.service.settings.SettingsCatalogue;
import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** {@code tocsin config}: prints every setting. */
public final class ConfigCommand {

    /** What the command understands. */
    public static final String USAGE = """
            usage: tocsin config [--markdown]

            Prints a settings file with every setting, each explained and commented out; --markdown prints the page
            deploy/docs/configuration.md instead.
            """;

    private static final String MARKDOWN_HEAD = """
            # Configuration

            Written by `deploy/tocsin config --markdown`; a test fails when it is stale.

            A setting is taken from, the later wins: its default, the file given with `--config FILE` (YAML, nested or dotted
            names), its environment variables, `--set name=value`. A name that does not exist or a value that does not fit stops
            the start, with every problem listed; `deploy/tocsin validate FILE` does the same without starting. One file may
            serve all services. Values that are secrets are never shown.

            `deploy/tocsin` itself reads `TOCSIN_JAVA_HOME`, `TOCSIN_HEAP`, `TOCSIN_JAVA_OPTS` and `TOCSIN_BUILD`; see `deploy/tocsin help`.

            """;

    private final SettingsCatalogue catalogue;
    private final PrintStream out;

    /** Makes the command. */
    public ConfigCommand(SettingsCatalogue catalogue, PrintStream out) {
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
        Arguments parsed = Arguments.parse(arguments, Set.of(), Set.of("markdown"));
        if (!parsed.positional().isEmpty()) {
            throw new UsageException("config takes no '" + parsed.positional().get(0) + "'");
        }
        out.print(parsed.has("markdown") ? markdown(catalogue) : catalogue.exampleYaml());
        return 0;
    }

    /** Returns the page of all settings. */
    public static String markdown(SettingsCatalogue catalogue) {
        return MARKDOWN_HEAD + catalogue.markdown();
    }
}
