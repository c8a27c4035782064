/**
 * Typed settings from a YAML file, the environment and the command line, validated as a whole before anything starts.
 *
 * <p>Each module declares its settings as constants of one class and puts them into a
 * {@link io.tocsin.service.settings.SettingsCatalogue}; the domain never sees {@link io.tocsin.service.settings.Settings}
 * but a record that the module builds from it.
 */
package io.tocsin.service.settings;
