package io.tocsin.processor;

import io.tocsin.processor.runtime.ProcessorSettings;
import io.tocsin.service.Roles;
import io.tocsin.service.ServiceMain;
import io.tocsin.service.settings.CommonSettings;
import io.tocsin.service.settings.SettingsCatalogue;
import java.util.Set;

/** Starts a stream processor as a service of its own. */
public final class ProcessorMain {

    private ProcessorMain() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] args) {
        System.exit(ServiceMain.run(
                Set.of(Roles.PROCESSOR), new SettingsCatalogue(CommonSettings.ALL, ProcessorSettings.ALL), args));
    }
}
