package io.tocsin.processor.fleet;

import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.run.WholeCore;
import io.tocsin.processor.core.source.LogLine;
import io.tocsin.processor.core.source.Observation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Sixty sources with dependencies that report operations, metrics, heartbeats and log lines, each at its own pace, with
 * noise, a daily season and deployments: 40 services that call one another and databases, 4 databases, 16 replicas of 4
 * services. The same seed gives the same records. What goes wrong is told by a {@link Injection}.
 */
final class SimulatedFleet {

    static final String ENVIRONMENT = "production";
    static final long START = 1_700_000_000_000L;

    private static final int[] PACES = {1, 2, 5, 10, 30};
    private static final long DAY_MS = 86_400_000;

    /** One source. */
    static final class Member {
        final String name;
        final List<String> targets = new ArrayList<>();
        final String service;
        final String host;
        final int pace;
        final int beat;
        final double latency;
        final double cpu;
        final double memory;
        final long deployAt;
        final int deployS;

        Member(String name, String service, String host, Random random) {
            this.name = name;
            this.service = service;
            this.host = host;
            // Replicas of a service report alike.
            int any = random.nextInt(PACES.length);
            pace = PACES[service == null ? any : service.length() % 3];
            beat = random.nextBoolean() ? 10 : 30;
            latency = 20 + random.nextInt(200);
            cpu = 20 + random.nextInt(25);
            memory = 35 + random.nextInt(35);
            deployAt = random.nextInt(86_400) * 1000L;
            deployS = 15 + random.nextInt(40);
        }
    }

    private final Random random;
    private final Map<String, Member> byName = new HashMap<>();
    final List<Member> members = new ArrayList<>();
    private final Observation event = new Observation();
    private final LogLine line = new LogLine();
    private long ids;

    SimulatedFleet(long seed) {
        random = new Random(seed);
        String[] databases = {"orders-db", "users-db", "stock-db", "billing-db"};
        for (int i = 0; i < 40; i++) {
            add(new Member("svc-" + (char) ('a' + i / 10) + (i % 10 + 10), null, "host-" + i % 12, random));
        }
        for (String database : databases) {
            add(new Member(database, null, "host-" + database, random));
        }
        for (int i = 0; i < 16; i++) {
            String service = new String[] {"web", "api", "search", "cart"}[i / 4];
            add(new Member(service + "-" + (i % 4 + 1), service, "host-r" + i % 8, random));
        }
        for (int i = 0; i < 40; i++) {
            Member member = members.get(i);
            for (int n = 1 + random.nextInt(3); n > 0 && i < 36; n--) {
                String target = members.get(i + 1 + random.nextInt(Math.min(8, 39 - i))).name;
                if (!member.targets.contains(target)) {
                    member.targets.add(target);
                }
            }
            if (i % 2 == 0 || i >= 36) {
                member.targets.add(databases[i % 4]);
            }
        }
    }

    private void add(Member member) {
        members.add(member);
        byName.put(member.name, member);
    }

    Member member(String name) {
        return byName.get(name);
    }

    /** Returns those that call a source. */
    List<Member> callers(String name) {
        List<Member> callers = new ArrayList<>();
        for (Member member : members) {
            if (member.targets.contains(name)) {
                callers.add(member);
            }
        }
        return callers;
    }

    /** Feeds a stretch of time to the core. */
    void run(WholeCore core, long fromMs, long toMs, Injection injection) {
        for (long at = fromMs; at < toMs; at += 1000) {
            long second = (at - START) / 1000;
            for (int i = 0; i < members.size(); i++) {
                report(core, members.get(i), i, second, at + i, injection);
            }
        }
    }

    private void report(WholeCore core, Member member, int number, long second, long at, Injection injection) {
        long sinceDeploy = Math.floorMod(at - START - member.deployAt, DAY_MS);
        boolean down = sinceDeploy < member.deployS * 1000L && at - START > 3_600_000;
        if (down || injection.isSilent(member, at)) {
            return;
        }
        double season = 1 + 0.35 * Math.sin(2 * Math.PI * (at - START) / DAY_MS);
        boolean warm = sinceDeploy > member.deployS * 1000L + 60_000;
        double share = injection.loadShare(member, at);
        double times = share * (member.service == null ? 1 : 0.5 + season / 2);
        if ((second + number) % member.pace == 0) {
            operations(core, member, at, season * (warm ? 1 : 1.3), times, injection);
        }
        if ((second + number) % 15 == 0) {
            metric(
                    core,
                    member,
                    "cpu_usage",
                    clip(injection.cpu(
                            member, at, member.cpu * season * (0.6 + 0.4 * share) + 2 * random.nextGaussian())),
                    at);
            metric(
                    core,
                    member,
                    "memory_usage",
                    clip(injection.memory(member, at, member.memory + random.nextGaussian())),
                    at);
            metric(core, member, "disk_usage", clip(injection.disk(member, at, 40 + 0.05 * random.nextGaussian())), at);
        }
        if ((second + number) % member.beat == 0 && random.nextDouble() > 0.0005 && injection.beats(member, at)) {
            begin(member, Observation.HEARTBEAT, at);
            event.intervalMs(member.beat * 1000L);
            core.event(id(member), event, at);
        }
        if (random.nextDouble() < 0.002) {
            log(core, member, Level.INFO, "request served in " + random.nextInt(100) + " ms", at);
        }
        if (random.nextDouble() < 0.00005) {
            log(core, member, Level.ERROR, "failed to parse header of request " + random.nextInt(10000), at);
        }
        injection.lines(member, at, (level, text) -> log(core, member, level, text, at));
    }

    private void operations(WholeCore core, Member member, long at, double slow, double times, Injection injection) {
        int count = (int) times + (random.nextDouble() < times - (int) times ? 1 : 0);
        for (int i = 0; i < count; i++) {
            boolean calls = !member.targets.isEmpty() && random.nextDouble() < 0.7;
            String target = calls ? member.targets.get(random.nextInt(member.targets.size())) : null;
            String error = injection.error(member, target, at, random);
            boolean failed = error != null || random.nextDouble() < 0.004;
            double duration =
                    member.latency * slow * Math.exp(0.3 * random.nextGaussian()) * injection.slow(member, target, at);
            begin(member, Observation.OPERATION, at);
            event.operation().set(calls ? "call" : "handle");
            event.outcome(duration, !failed);
            event.attributes().add("success", !failed);
            event.addMetric("duration_ms", duration);
            if (failed) {
                event.error().set(error == null ? "bad request" : error);
            }
            event.target().set(target);
            core.event(id(member), event, at);
        }
    }

    private void metric(WholeCore core, Member member, String name, double value, long at) {
        begin(member, Observation.METRIC, at);
        event.addMetric(name, value);
        core.event(id(member), event, at);
    }

    private void begin(Member member, String type, long at) {
        event.clear();
        event.id().set("e" + ids++);
        event.type(type);
        event.times(at, at);
        if (!type.equals(Observation.METRIC)) {
            if (member.service != null) {
                event.labels().add("service", member.service);
                event.labels().add("instance", member.name);
            }
            event.labels().add("host", member.host);
        }
    }

    private void log(WholeCore core, Member member, Level level, String text, long at) {
        line.clear();
        line.id().set("l" + ids++);
        line.times(at, at);
        line.level(level);
        line.message().set(text);
        core.line(id(member), line, at);
    }

    private static SourceId id(Member member) {
        return new SourceId("default", ENVIRONMENT, member.name);
    }

    private static double clip(double percent) {
        return Math.max(0, Math.min(100, percent));
    }
}
