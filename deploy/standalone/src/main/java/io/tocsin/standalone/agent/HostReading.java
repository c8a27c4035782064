package io.tocsin.standalone.agent;

import java.util.Objects;
import java.util.Optional;

/**
 * What a host looked like at one moment; rates and the processor's use are means since the reading before. Immutable.
 *
 * @param cpuUsage share of processor time not spent idle or waiting for disks, percent
 * @param busiestCore the same of the processor that was busiest, percent
 * @param memoryUsage share of the memory that is not available, percent
 * @param swapUsage share of the swap space in use, percent; 0 without swap
 * @param diskUsage share in use of the file system that is watched, percent as {@code df} counts it
 * @param receivedBytesPerSecond bytes received on all but loopback and virtual interfaces
 * @param sentBytesPerSecond bytes sent on them
 * @param tcpConnections established TCP connections
 * @param load1 load average of 1 minute; negative when the system has none
 * @param load5 load average of 5 minutes
 * @param load15 load average of 15 minutes
 * @param processes processes
 * @param threads threads
 * @param uptimeSeconds seconds since the system started
 * @param top process that used most processor time since the reading before
 */
public record HostReading(
        double cpuUsage,
        double busiestCore,
        double memoryUsage,
        double swapUsage,
        double diskUsage,
        double receivedBytesPerSecond,
        double sentBytesPerSecond,
        long tcpConnections,
        double load1,
        double load5,
        double load15,
        int processes,
        int threads,
        long uptimeSeconds,
        Optional<BusyProcess> top) {

    public HostReading {
        Objects.requireNonNull(top, "top");
    }

    /**
     * A process.
     *
     * @param name its name
     * @param pid its number
     * @param cpuUsage processor time used since the reading before, percent of one processor
     * @param residentBytes memory it holds
     */
    public record BusyProcess(String name, int pid, double cpuUsage, long residentBytes) {}
}
