package io.tocsin.standalone.run;

/** Where a process that owns a data folder logs: into it, with problems on the console as well. Stateless. */
final class RunLog {

    /** The log, seen from the data folder. */
    static final String FILE = "logs/tocsin.log";

    private static final String CONFIGURATION = "logback.configurationFile";

    private RunLog() {}

    /** Chooses the log's place. Must come before the first logger is made; a configuration given by the user stays. */
    static void into(DataFolder folder) {
        System.setProperty("tocsin.logs", folder.of("logs").toString());
        if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty(CONFIGURATION, "io/tocsin/standalone/run-logback.xml");
        }
    }
}
