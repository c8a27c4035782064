package io.tocsin.processor.fleet;

import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.MetricKind;
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
 * Sixty sources of another style than the {@link SimulatedFleet}: each reports in one of several {@link Dialect}s only, at a
 * pace of 1 to 60 s, under plain names. What goes wrong is the same whatever the dialect; what can be seen of it is not.
 */
final class OtherFleet {

    /** How a source tells what it does. */
    enum Dialect {
        /** Lines only: what fails is an error that may name whom it was about. */
        LOGS,
        /** A share of failures and a latency, as gauges. */
        RATES,
        /** Requests and failures, counted since the start. */
        COUNTS,
        /** Spans that say who called. */
        SPANS,
        /** Answers with an HTTP status and maybe an error text. */
        ANSWERS,
        /** Events with an outcome and the dependency that was called. */
        OUTCOMES,
        /** Ends of operations with a target. */
        OPERATIONS
    }

    static final long START = 1_700_006_400_000L;

    private static final long DAY_MS = 86_400_000;
    private static final String[] NAMES = {
        "gateway",
        "storefront",
        "mobile",
        "checkout",
        "basket",
        "catalog",
        "pricing",
        "promo",
        "search",
        "ranking",
        "profile",
        "session",
        "auth",
        "payments",
        "fraud",
        "invoicing",
        "shipping",
        "tracking",
        "returns",
        "inventory",
        "supplier",
        "reviews",
        "images",
        "media",
        "mailer",
        "sms",
        "push",
        "audit",
        "reports",
        "export",
        "importer",
        "scheduler",
        "currency",
        "taxes",
        "geo",
        "identity"
    };
    private static final String[] STORES = {"mysql-main", "ledger-store", "mongo-cluster", "customer_database"};
    private static final String[] GROUPS = {"edge", "worker", "renderer", "matcher", "resolver"};

    /** One source. */
    static final class Member {
        final String name;
        final String service;
        final Dialect dialect;
        final int pace;
        final int beat;
        final int jitter;
        final int resourcePace;
        final double latency;
        final double cpu;
        final double memory;
        final List<String> targets = new ArrayList<>();
        final List<String> callers = new ArrayList<>();
        final long deployAt;
        long requests;
        long failures;

        private Member(String name, String service, Dialect dialect, int pace, Random random) {
            this.name = name;
            this.service = service;
            this.dialect = dialect;
            this.pace = pace;
            beat = new int[] {5, 15, 30, 60}[random.nextInt(4)];
            jitter = random.nextInt(1 + beat / 5);
            resourcePace = new int[] {5, 10, 20, 60}[random.nextInt(4)];
            latency = 10 + random.nextInt(300);
            cpu = 15 + random.nextInt(30);
            memory = 30 + random.nextInt(40);
            deployAt = random.nextInt(86_400) * 1000L;
        }
    }

    final List<Member> members = new ArrayList<>();
    private final Map<String, Member> byName = new HashMap<>();
    private final Random random;
    private final Observation event = new Observation();
    private final LogLine line = new LogLine();
    private WholeCore core;
    private long ids;

    /**
     * Makes a fleet.
     *
     * @param dialect the one that all speak, or null when each has its own
     */
    OtherFleet(long seed, Dialect dialect) {
        random = new Random(seed);
        for (String name : NAMES) {
            Dialect own = Dialect.values()[random.nextInt(Dialect.values().length)];
            add(name, null, dialect == null ? own : dialect, pace(dialect == null ? own : dialect));
        }
        for (String store : STORES) {
            add(store, null, Dialect.RATES, 15);
        }
        for (String group : GROUPS) {
            Dialect own = new Dialect[] {Dialect.RATES, Dialect.COUNTS, Dialect.ANSWERS, Dialect.OPERATIONS}
                    [random.nextInt(4)];
            int pace = pace(own);
            for (int i = 1; i <= 4; i++) {
                add(group + "-" + i, group, own, pace);
            }
        }
        for (int i = 0; i < NAMES.length; i++) {
            for (int n = 1 + random.nextInt(2); n > 0 && i < NAMES.length - 2; n--) {
                call(members.get(i), members.get(i + 1 + random.nextInt(Math.min(7, NAMES.length - 1 - i))));
            }
            if (i % 3 != 1) {
                call(members.get(i), byName.get(STORES[i % STORES.length]));
            }
        }
    }

    private int pace(Dialect dialect) {
        boolean values = dialect == Dialect.RATES || dialect == Dialect.COUNTS;
        return values ? new int[] {5, 10, 15, 30}[random.nextInt(4)] : new int[] {1, 2, 4, 10}[random.nextInt(4)];
    }

    private void add(String name, String service, Dialect dialect, int pace) {
        Member member = new Member(name, service, dialect, pace, random);
        members.add(member);
        byName.put(name, member);
    }

    private static void call(Member caller, Member called) {
        if (!caller.targets.contains(called.name)) {
            caller.targets.add(called.name);
            called.callers.add(caller.name);
        }
    }

    Member member(String name) {
        return byName.get(name);
    }

    /** Returns the replicas of a service. */
    List<Member> replicas(String service) {
        return members.stream().filter(member -> service.equals(member.service)).toList();
    }

    static String[] stores() {
        return STORES.clone();
    }

    static String[] groups() {
        return GROUPS.clone();
    }

    /** Feeds a stretch of time to the core. */
    void run(WholeCore into, long fromMs, long toMs, OtherTrouble trouble) {
        core = into;
        for (long at = fromMs; at < toMs; at += 1000) {
            for (int i = 0; i < members.size(); i++) {
                report(members.get(i), i, (at - START) / 1000, at + 7L * i, trouble);
            }
        }
    }

    private void report(Member member, int number, long second, long at, OtherTrouble trouble) {
        long sinceDeploy = Math.floorMod(at - START - member.deployAt, DAY_MS);
        boolean down = sinceDeploy < 20_000 && at - START > 3_600_000;
        if (down || trouble.isSilent(member, at)) {
            return;
        }
        double season = 1 + 0.4 * Math.sin(2 * Math.PI * (at - START) / DAY_MS + 1);
        if ((second + number) % member.pace == 0) {
            work(member, at, season, sinceDeploy < 50_000, trouble);
        }
        if ((second + 3L * number) % member.resourcePace == 0) {
            resources(member, at, season, trouble);
        }
        long beat = (second + 5L * number) / member.beat;
        long late = Math.floorMod(beat * 7919 + number, 1 + member.jitter);
        if ((second + 5L * number) % member.beat == late && trouble.beats(member, at)) {
            begin(member, Observation.HEARTBEAT, at);
            if (number % 2 == 0) {
                event.intervalMs(member.beat * 1000L);
            }
            send(member, at);
        }
        trouble.lines(member, at, (level, text) -> log(member, level, text, at));
    }

    private void work(Member member, long at, double season, boolean young, OtherTrouble trouble) {
        double share = trouble.share(member, at);
        double usual = (member.service == null ? 1.2 : 4) * season;
        boolean values = member.dialect == Dialect.RATES || member.dialect == Dialect.COUNTS;
        double wanted = usual * share * (values ? 4 * member.pace : 1);
        int count = (int) wanted + (random.nextDouble() < wanted - (int) wanted ? 1 : 0);
        int failed = 0;
        double time = 0;
        for (int i = 0; i < count; i++) {
            String target = member.targets.isEmpty() || random.nextInt(4) == 0
                    ? null
                    : member.targets.get(random.nextInt(member.targets.size()));
            String error = trouble.error(member, target, at, random);
            if (error == null && random.nextDouble() < (young ? 0.01 : 0.003)) {
                error = "invalid argument " + random.nextInt(1000);
            }
            double ms = member.latency * Math.exp(0.35 * random.nextGaussian()) * trouble.slow(member, target, at);
            failed += error == null ? 0 : 1;
            time += ms;
            tell(member, target, error, ms, at);
        }
        member.requests += count;
        member.failures += failed;
        if (member.dialect == Dialect.RATES && count > 0) {
            begin(member, "service_metrics", at);
            event.addMetric("error_rate", (double) failed / count);
            event.addMetric("avg_latency_ms", time / count);
            event.addMetric("requests_per_second", (double) count / member.pace);
            trouble.databaseMetrics(member, at, season, random, event::addMetric);
            send(member, at);
        } else if (member.dialect == Dialect.COUNTS) {
            begin(member, Observation.METRIC, at);
            event.addMetric("http_requests_total", member.requests);
            event.kind("http_requests_total", MetricKind.COUNTER);
            event.addMetric("http_request_errors_total", member.failures);
            event.kind("http_request_errors_total", MetricKind.COUNTER);
            send(member, at);
        }
    }

    private void tell(Member member, String target, String error, double ms, long at) {
        switch (member.dialect) {
            case LOGS -> {
                if (error != null) {
                    log(member, Level.ERROR, error, at);
                } else if (random.nextInt(2) == 0) {
                    log(member, Level.INFO, "handled request in " + (int) ms + " ms", at);
                }
            }
            case SPANS -> {
                begin(member, "span", at);
                if (!member.callers.isEmpty()) {
                    event.attributes().add("parent_service", pick(member.callers));
                }
                event.attributes().add("status", error == null ? "ok" : "error");
                event.addMetric("span_duration_ms", ms);
                send(member, at);
            }
            case ANSWERS -> {
                begin(member, "api_response", at);
                event.addMetric("status_code", error == null ? 200 : error.startsWith("upstream") ? 502 : 500);
                event.addMetric("response_time", ms);
                if (error != null) {
                    event.attributes().add("error", error);
                }
                send(member, at);
            }
            case OUTCOMES -> {
                begin(member, "dependency_call", at);
                event.attributes().add("outcome", error == null ? "success" : "failure");
                event.addMetric("latency_ms", ms);
                if (target != null) {
                    event.attributes().add("dependency", target);
                }
                if (error != null) {
                    event.attributes().add("error_message", error);
                }
                send(member, at);
            }
            case OPERATIONS -> {
                begin(member, Observation.OPERATION, at);
                event.operation().set(target == null ? "handle" : "call");
                event.outcome(ms, error == null);
                event.error().set(error);
                event.target().set(target);
                send(member, at);
            }
            default -> {}
        }
    }

    private void resources(Member member, long at, double season, OtherTrouble trouble) {
        double cpu = trouble.cpu(member, at, member.cpu * season * (0.5 + 0.5 * trouble.share(member, at)));
        double memory = trouble.memory(member, at, member.memory + 1.5 * random.nextGaussian());
        double disk = trouble.disk(member, at, 45 + 0.1 * random.nextGaussian());
        begin(member, "system", at);
        event.addMetric("cpu_percent", clip(cpu + 2 * random.nextGaussian()));
        if (member.name.length() % 2 == 0) {
            event.addMetric("memory.utilization", clip(memory) / 100);
            event.addMetric("disk_free_percent", 100 - clip(disk));
        } else {
            event.addMetric("mem_used_percent", clip(memory));
            event.addMetric("disk_usage", clip(disk));
        }
        send(member, at);
    }

    private void begin(Member member, String type, long at) {
        event.clear();
        event.id().set("e" + ids++);
        event.type(type);
        event.times(at, at);
        if (member.service != null) {
            event.labels().add("service", member.service);
            event.labels().add("pod", member.name);
        }
    }

    private void send(Member member, long at) {
        core.event(id(member), event, at);
    }

    private void log(Member member, Level level, String text, long at) {
        line.clear();
        line.id().set("l" + ids++);
        line.times(at, at);
        line.level(level);
        line.message().set(text);
        core.line(id(member), line, at);
    }

    private String pick(List<String> names) {
        return names.get(random.nextInt(names.size()));
    }

    private static SourceId id(Member member) {
        return new SourceId("default", "staging", member.name);
    }

    private static double clip(double percent) {
        return Math.max(0, Math.min(100, percent));
    }
}
