package io.tocsin.service.settings;

/**
 * One thing that is wrong with the configuration.
 *
 * @param name the setting's name, as far as there is one
 * @param message what is wrong and what was expected, without the value of a secret
 */
public record SettingProblem(String name, String message) {

    @Override
    public String toString() {
        return name + ": " + message;
    }
}
