package io.tocsin.standalone.agent;

import io.tocsin.standalone.agent.HostReading.BusyProcess;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.CentralProcessor.TickType;
import oshi.hardware.GlobalMemory;
import oshi.hardware.NetworkIF;
import oshi.hardware.VirtualMemory;
import oshi.software.os.OSProcess;
import oshi.software.os.OperatingSystem;

/** Reads this host through OSHI. Not thread-safe: it remembers the reading before. */
public final class HostProbe {

    /** Interfaces whose traffic passes a physical one as well, so that adding them would count it twice. */
    private static final Pattern VIRTUAL = Pattern.compile("(lo|veth|docker|br-|virbr|ifb|cni|flannel|cali|dummy).*");

    private static final double PERCENT = 100.0;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Path disk;
    private final LongSupplier nanoTime;
    private final CentralProcessor processor;
    private final GlobalMemory memory;
    private final List<NetworkIF> interfaces;
    private final OperatingSystem system;
    private long[] ticks;
    private long[][] coreTicks;
    private long received;
    private long sent;
    private long readAt;
    private Map<Integer, ProcessTime> processTimes;

    private record ProcessTime(long startedAt, long usedMillis) {}

    /**
     * Takes the first measure, from which the first reading counts.
     *
     * @param disk a path on the file system to watch
     * @param nanoTime a clock that only runs forward, in nanoseconds
     */
    public HostProbe(Path disk, LongSupplier nanoTime) {
        this.disk = Objects.requireNonNull(disk, "disk");
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        SystemInfo info = new SystemInfo();
        processor = info.getHardware().getProcessor();
        memory = info.getHardware().getMemory();
        system = info.getOperatingSystem();
        interfaces = info.getHardware().getNetworkIFs(false).stream()
                .filter(each -> !VIRTUAL.matcher(each.getName()).matches())
                .toList();
        ticks = processor.getSystemCpuLoadTicks();
        coreTicks = processor.getProcessorCpuLoadTicks();
        received = interfaces.stream().mapToLong(NetworkIF::getBytesRecv).sum();
        sent = interfaces.stream().mapToLong(NetworkIF::getBytesSent).sum();
        processTimes = processTimes(system.getProcesses());
        readAt = nanoTime.getAsLong();
    }

    /** Returns the name of this host. */
    public String hostName() {
        return system.getNetworkParams().getHostName();
    }

    /**
     * Reads the host.
     *
     * @throws IOException when the file system to watch cannot be asked
     */
    public HostReading read() throws IOException {
        long now = nanoTime.getAsLong();
        double seconds = Math.max(1e-3, (now - readAt) / NANOS_PER_SECOND);
        readAt = now;

        long[] ticksNow = processor.getSystemCpuLoadTicks();
        double cpu = busyShare(ticks, ticksNow) * PERCENT;
        ticks = ticksNow;
        long[][] coreTicksNow = processor.getProcessorCpuLoadTicks();
        double busiestCore = busiestShare(coreTicks, coreTicksNow) * PERCENT;
        coreTicks = coreTicksNow;

        interfaces.forEach(NetworkIF::updateAttributes);
        long receivedNow =
                interfaces.stream().mapToLong(NetworkIF::getBytesRecv).sum();
        long sentNow = interfaces.stream().mapToLong(NetworkIF::getBytesSent).sum();
        double receivedRate = Math.max(0, receivedNow - received) / seconds;
        double sentRate = Math.max(0, sentNow - sent) / seconds;
        received = receivedNow;
        sent = sentNow;

        List<OSProcess> running = system.getProcesses();
        Optional<BusyProcess> top = busiest(running, seconds);
        processTimes = processTimes(running);

        VirtualMemory virtual = memory.getVirtualMemory();
        double[] load = processor.getSystemLoadAverage(3);
        return new HostReading(
                cpu,
                busiestCore,
                share(memory.getTotal() - memory.getAvailable(), memory.getTotal()),
                share(virtual.getSwapUsed(), virtual.getSwapTotal()),
                diskUsage(),
                receivedRate,
                sentRate,
                system.getInternetProtocolStats().getTCPv4Stats().getConnectionsEstablished(),
                load[0],
                load[1],
                load[2],
                running.size(),
                system.getThreadCount(),
                system.getSystemUptime(),
                top);
    }

    /** Share of the ticks between two counts that were neither idle nor waiting for input or output, in [0,1]. */
    static double busyShare(long[] before, long[] after) {
        long all = 0;
        for (TickType type : TickType.values()) {
            all += after[type.getIndex()] - before[type.getIndex()];
        }
        long idle = after[TickType.IDLE.getIndex()]
                - before[TickType.IDLE.getIndex()]
                + after[TickType.IOWAIT.getIndex()]
                - before[TickType.IOWAIT.getIndex()];
        return all <= 0 ? 0 : Math.min(1, Math.max(0, (double) (all - idle) / all));
    }

    /** The greatest {@link #busyShare} of a core. Cores that came or went in between do not count. */
    static double busiestShare(long[][] before, long[][] after) {
        double most = 0;
        for (int core = 0; core < Math.min(before.length, after.length); core++) {
            most = Math.max(most, busyShare(before[core], after[core]));
        }
        return most;
    }

    private double diskUsage() throws IOException {
        FileStore store = Files.getFileStore(disk);
        long used = store.getTotalSpace() - store.getUnallocatedSpace();
        return share(used, used + store.getUsableSpace());
    }

    private Optional<BusyProcess> busiest(List<OSProcess> running, double seconds) {
        OSProcess busiest = null;
        long most = 0;
        for (OSProcess process : running) {
            ProcessTime before = processTimes.get(process.getProcessID());
            boolean same = before != null && before.startedAt == process.getStartTime();
            long used = process.getKernelTime() + process.getUserTime() - (same ? before.usedMillis : 0);
            if (used > most) {
                most = used;
                busiest = process;
            }
        }
        if (busiest == null) {
            return Optional.empty();
        }
        return Optional.of(new BusyProcess(
                busiest.getName(),
                busiest.getProcessID(),
                most / (seconds * 1000) * PERCENT,
                busiest.getResidentMemory()));
    }

    private static Map<Integer, ProcessTime> processTimes(List<OSProcess> running) {
        Map<Integer, ProcessTime> times = new HashMap<>(running.size() * 2);
        for (OSProcess process : running) {
            times.put(
                    process.getProcessID(),
                    new ProcessTime(process.getStartTime(), process.getKernelTime() + process.getUserTime()));
        }
        return times;
    }

    private static double share(long part, long whole) {
        return whole <= 0 ? 0 : PERCENT * part / whole;
    }
}
