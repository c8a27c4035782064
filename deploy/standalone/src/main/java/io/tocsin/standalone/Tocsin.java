package io.tocsin.standalone;

import io.tocsin.service.Roles;
import io.tocsin.service.ServiceMain;
import io.tocsin.service.settings.InvalidSettingsException;
import io.tocsin.standalone.cli.ConfigCommand;
import io.tocsin.standalone.cli.UsageException;
import io.tocsin.standalone.cli.ValidateCommand;
import io.tocsin.standalone.replay.ReplayCommand;
import io.tocsin.standalone.run.AlertmanagerCommand;
import io.tocsin.standalone.run.BrokerCommand;
import io.tocsin.standalone.run.RunCommand;
import io.tocsin.standalone.run.WarmUpCommand;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The main of all commands; the script {@code deploy/tocsin} starts it. */
public final class Tocsin {

    private static final String SERVICE_USAGE = """
            usage: tocsin gateway|processor|sink|query [OPTIONS]

            Starts one service against a Kafka cluster, until Ctrl-C or SIGTERM.

              --kafka HOST:PORT,...  where Kafka is
              --config FILE          a settings file (tocsin config prints one)
              --set NAME=VALUE       one setting, for example registry.url=http://HOST:8081; may be given again
            """;

    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Tocsin() {}

    /** Runs a command; the first argument names it. */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        List<String> all = Arrays.asList(arguments);
        String command = all.isEmpty() ? "" : all.get(0);
        List<String> rest = all.isEmpty() ? all : all.subList(1, all.size());
        try {
            return dispatch(command, rest);
        } catch (UsageException wrong) {
            System.err.println("tocsin: " + wrong.getMessage() + "; tocsin " + command + " --help tells more");
            return WRONG_USAGE;
        } catch (InvalidSettingsException wrong) {
            System.err.println("tocsin: " + wrong.getMessage());
            return WRONG_USAGE;
        } catch (IOException failed) {
            System.err.println("tocsin: " + failed.getMessage());
            return FAILED;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static int dispatch(String command, List<String> arguments)
            throws UsageException, IOException, InterruptedException {
        InstantSource clock = Clock.systemUTC();
        boolean help = arguments.contains("--help") || arguments.contains("-h");
        switch (command) {
            case "run":
                return help
                        ? print(RunCommand.USAGE)
                        : new RunCommand(System.out, clock).run(arguments, processStarted(clock));
            case "replay":
                return help
                        ? print(ReplayCommand.USAGE)
                        : new ReplayCommand(System.out, System.console() != null, clock).run(arguments);
            case "alertmanager":
                return help
                        ? print(AlertmanagerCommand.USAGE)
                        : new AlertmanagerCommand(System.out, clock).run(arguments, processStarted(clock));
            case "warm-up":
                return new WarmUpCommand(clock).run(arguments);
            case "broker":
                return help ? print(BrokerCommand.USAGE) : new BrokerCommand(System.out).run(arguments);
            case "validate":
                return help
                        ? print(ValidateCommand.USAGE)
                        : new ValidateCommand(AllSettings.catalogue(), System.out).run(arguments);
            case "config":
                return help
                        ? print(ConfigCommand.USAGE)
                        : new ConfigCommand(AllSettings.catalogue(), System.out).run(arguments);
            case Roles.GATEWAY, Roles.PROCESSOR, Roles.SINK, Roles.QUERY:
                return help
                        ? print(SERVICE_USAGE)
                        : ServiceMain.run(Set.of(command), AllSettings.catalogue(), arguments.toArray(String[]::new));
            default:
                throw new UsageException("no command '" + command + "'");
        }
    }

    private static int print(String text) {
        System.out.print(text);
        return 0;
    }

    private static Instant processStarted(InstantSource clock) {
        return ProcessHandle.current().info().startInstant().orElseGet(clock::instant);
    }
}
