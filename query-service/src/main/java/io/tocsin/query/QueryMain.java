package io.tocsin.query;

import io.tocsin.service.Roles;
import io.tocsin.service.ServiceMain;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.util.Set;

/** Starts the query service alone. */
public final class QueryMain {

    private QueryMain() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] args) {
        System.exit(ServiceMain.run(
                Set.of(Roles.QUERY), new SettingsCatalogue(CommonSettings.ALL, QuerySettings.ALL), args));
    }
}
