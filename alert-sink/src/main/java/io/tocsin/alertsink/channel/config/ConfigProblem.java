package io.tocsin.alertsink.channel.config;

/**
 * Something that is wrong in a configuration. Immutable.
 *
 * @param path where: {@code receivers[0].slack_configs[1].api_url}
 * @param message what, without secrets
 */
public record ConfigProblem(String path, String message) {

    @Override
    public String toString() {
        return path + ": " + message;
    }
}
