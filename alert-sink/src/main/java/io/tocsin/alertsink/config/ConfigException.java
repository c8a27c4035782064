package io.tocsin.alertsink.config;

/** A configuration that cannot be used. The message names the line, where there is one, and what is wrong with it. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1;

    /** Makes it; a message that begins with a line number says so itself. */
    public ConfigException(String message) {
        super(message);
    }

    static ConfigException at(int line, String message) {
        return new ConfigException("line " + line + ": " + message);
    }
}
