package io.tocsin.processor.backtest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where what two versions of a rule would have fired parts. Episodes of the same source and metric that overlap are the same
 * one. Immutable.
 *
 * @param both episodes of the first that the second has too
 * @param onlyFirst episodes of the first alone, in order
 * @param onlySecond episodes of the second alone, in order
 * @param onlyFirstMs for how long the first fired and the second did not, over all sources
 * @param onlySecondMs the other way round
 */
record EpisodeDifference(
        int both, List<Episode> onlyFirst, List<Episode> onlySecond, long onlyFirstMs, long onlySecondMs) {

    /**
     * Compares.
     *
     * @param until where episodes end that are open: epoch milliseconds
     */
    static EpisodeDifference of(List<Episode> first, List<Episode> second, long until) {
        Map<String, List<Episode>> ones = bySubject(first);
        Map<String, List<Episode>> others = bySubject(second);
        List<Episode> onlyFirst = alone(first, others, until);
        List<Episode> onlySecond = alone(second, ones, until);
        long shared = shared(ones, others, until);
        return new EpisodeDifference(
                first.size() - onlyFirst.size(),
                onlyFirst,
                onlySecond,
                length(ones.values(), until) - shared,
                length(others.values(), until) - shared);
    }

    private static List<Episode> alone(List<Episode> episodes, Map<String, List<Episode>> others, long until) {
        List<Episode> alone = new ArrayList<>();
        for (Episode episode : episodes) {
            boolean found = false;
            for (Episode other : others.getOrDefault(subject(episode), List.of())) {
                found |= episode.firedAt() <= end(other, until) && other.firedAt() <= end(episode, until);
            }
            if (!found) {
                alone.add(episode);
            }
        }
        return alone;
    }

    private static long shared(Map<String, List<Episode>> ones, Map<String, List<Episode>> others, long until) {
        long shared = 0;
        for (Map.Entry<String, List<Episode>> entry : ones.entrySet()) {
            for (Episode one : entry.getValue()) {
                for (Episode other : others.getOrDefault(entry.getKey(), List.of())) {
                    shared += Math.max(
                            0, Math.min(end(one, until), end(other, until)) - Math.max(one.firedAt(), other.firedAt()));
                }
            }
        }
        return shared;
    }

    private static long length(Collection<List<Episode>> episodes, long until) {
        long length = 0;
        for (List<Episode> ofSubject : episodes) {
            for (Episode episode : ofSubject) {
                length += end(episode, until) - episode.firedAt();
            }
        }
        return length;
    }

    private static long end(Episode episode, long until) {
        return episode.isOpen() ? Math.max(until, episode.firedAt()) : episode.endedAt();
    }

    private static Map<String, List<Episode>> bySubject(List<Episode> episodes) {
        Map<String, List<Episode>> all = new TreeMap<>();
        for (Episode episode : episodes) {
            all.computeIfAbsent(subject(episode), each -> new ArrayList<>(1)).add(episode);
        }
        return all;
    }

    private static String subject(Episode episode) {
        return episode.environment() + '\n' + episode.source() + '\n' + episode.metric();
    }
}
