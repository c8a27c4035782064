package io.tocsin.service.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.CommonSettings.LogFormat;
import io.tocsin.service.settings.Settings;
import org.slf4j.LoggerFactory;

/** Applies the settings about logging. */
public final class Logging {

    private static final String CONSOLE = "CONSOLE";

    private Logging() {}

    /** Sets the level, and the form of lines on the console. Does nothing when another logging framework is in place. */
    public static void apply(Settings settings) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.valueOf(settings.get(CommonSettings.LOG_LEVEL).name()));
        if (settings.get(CommonSettings.LOG_FORMAT) == LogFormat.JSON
                && root.getAppender(CONSOLE) instanceof ConsoleAppender<ILoggingEvent> console) {
            JsonLines encoder = new JsonLines();
            encoder.setContext(context);
            encoder.start();
            console.setEncoder(encoder);
        }
    }
}
