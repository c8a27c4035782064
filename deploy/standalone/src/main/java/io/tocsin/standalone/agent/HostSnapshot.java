package io.tocsin.standalone.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** The JSON form of a host reading: the body of {@code POST /ingest}. Stateless. */
final class HostSnapshot {

    private HostSnapshot() {}

    /**
     * Returns the body.
     *
     * @param id identity of the reading; sent twice it counts once
     * @param host name of the host
     * @param environment environment of the host
     * @param at when it was read
     */
    static ObjectNode of(String id, String host, String environment, Instant at, HostReading reading) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("id", id);
        body.put("host", host);
        body.put("env", environment);
        body.put("timestamp", at.toString());
        ObjectNode metrics = body.putObject("metrics");
        metrics.put("cpu_usage", reading.cpuUsage());
        metrics.put("busiest_core", reading.busiestCore());
        metrics.put("memory_usage", reading.memoryUsage());
        metrics.put("swap_usage", reading.swapUsage());
        metrics.put("disk_usage", reading.diskUsage());
        metrics.put("network_rx_bytes_per_sec", reading.receivedBytesPerSecond());
        metrics.put("network_tx_bytes_per_sec", reading.sentBytesPerSecond());
        metrics.put("tcp_connections", reading.tcpConnections());
        if (reading.load1() >= 0) {
            metrics.put("load_1m", reading.load1());
            metrics.put("load_5m", reading.load5());
            metrics.put("load_15m", reading.load15());
        }
        metrics.put("processes", reading.processes());
        metrics.put("threads", reading.threads());
        metrics.put("uptime_seconds", reading.uptimeSeconds());
        reading.top().ifPresent(top -> {
            metrics.put("top_process_cpu", top.cpuUsage());
            metrics.put("top_process_resident_bytes", top.residentBytes());
            metrics.put("top_process", top.name());
        });
        return body;
    }
}
