package io.tocsin.gateway;

import io.tocsin.service.Roles;
import io.tocsin.service.ServiceMain;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.util.Set;

/** Runs the gateway as a service of its own. */
public final class GatewayMain {

    private GatewayMain() {}

    /** Runs until the process is told to stop; see {@link ServiceMain#run}. */
    public static void main(String[] args) {
        System.exit(ServiceMain.run(
                Set.of(Roles.GATEWAY), new SettingsCatalogue(CommonSettings.ALL, GatewaySettings.ALL), args));
    }
}
