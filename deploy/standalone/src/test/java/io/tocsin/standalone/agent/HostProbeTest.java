package io.tocsin.standalone.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import oshi.hardware.CentralProcessor.TickType;

class HostProbeTest {

    @Test
    void aReadingAgreesWithProc() throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/meminfo")), "a system with /proc");
        AtomicLong nanos = new AtomicLong();
        HostProbe probe = new HostProbe(Path.of("/"), nanos::get);
        nanos.addAndGet(5_000_000_000L);

        HostReading reading = probe.read();

        List<String> memory = Files.readAllLines(Path.of("/proc/meminfo"));
        double total = kilobytes(memory, "MemTotal:");
        double available = kilobytes(memory, "MemAvailable:");
        assertThat(reading.memoryUsage()).isCloseTo(100 * (total - available) / total, within(3.0));
        String[] load = Files.readString(Path.of("/proc/loadavg")).split(" ");
        assertThat(reading.load1()).isCloseTo(Double.parseDouble(load[0]), within(0.5));
        assertThat(reading.processes()).isPositive();
        assertThat(reading.cpuUsage()).isBetween(0.0, 100.0);
        assertThat(reading.busiestCore()).isBetween(0.0, 100.0);
        assertThat(reading.diskUsage()).isBetween(0.0, 100.0);
        assertThat(reading.uptimeSeconds())
                .isCloseTo(
                        (long) Double.parseDouble(
                                Files.readString(Path.of("/proc/uptime")).split(" ")[0]),
                        within(3L));
    }

    @Test
    void waitingForTheDiskIsNotBusy() {
        long[] before = new long[TickType.values().length];
        long[] after = before.clone();
        after[TickType.USER.getIndex()] = 20;
        after[TickType.SYSTEM.getIndex()] = 10;
        after[TickType.IDLE.getIndex()] = 50;
        after[TickType.IOWAIT.getIndex()] = 20;

        assertThat(HostProbe.busyShare(before, after)).isEqualTo(0.3);
        assertThat(HostProbe.busyShare(after, after)).isZero();
    }

    @Test
    void oneBusyCoreShowsBesideIdleOnes() {
        long[][] before = new long[3][TickType.values().length];
        long[][] after = new long[3][TickType.values().length];
        for (long[] core : after) {
            core[TickType.IDLE.getIndex()] = 100;
        }
        after[1][TickType.IDLE.getIndex()] = 5;
        after[1][TickType.USER.getIndex()] = 95;

        assertThat(HostProbe.busiestShare(before, after)).isEqualTo(0.95);
        assertThat(HostProbe.busiestShare(before, new long[0][])).isZero();
    }

    private static double kilobytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
