package io.tocsin.alertsink;

import io.tocsin.service.Roles;
import io.tocsin.service.ServiceMain;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.util.Set;

/** Runs the alert sink as a service of its own. */
public final class SinkMain {

    private SinkMain() {}

    /** Runs until the process is told to stop; see {@link ServiceMain#run}. */
    public static void main(String[] args) {
        System.exit(
                ServiceMain.run(Set.of(Roles.SINK), new SettingsCatalogue(CommonSettings.ALL, SinkSettings.ALL), args));
    }
}
