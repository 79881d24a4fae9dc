package io.sluice.bench;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Under which conditions was measured.
 *
 * @param at the end of the last run
 * @param loadBefore the machine's load average of the last minute before anything began; negative: not known here
 * @param loadAfter the same at the end
 * @param warmedUpSeconds how long it worked before the first run
 * @param warmedUpJobs and on how many jobs
 */
record Conditions(Instant at, double loadBefore, double loadAfter, double warmedUpSeconds, int warmedUpJobs) {

    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    /** For people. */
    String text(Settings settings) {
        Settings.Load load = settings.load();
        Settings.Shape shape = settings.shape();
        return String.format(
                Locale.ROOT,
                "%,d jobs, payload %d B; capacity %d, bundles %s, %d partitions, %d worker(s) with %d slots, %s%n"
                        + "%d run(s) after a warm-up of %.0f s (%,d jobs); %s, %d cores, Java %s; load average %.1f before, %.1f after; %s",
                workload(settings).jobs(load),
                load.payload(),
                workload(settings).capacity(shape),
                shape.bundle() ? "on" : "off",
                shape.partitions(),
                shape.workers(),
                shape.slots(),
                shape.inProcess() ? "all in one process" : "each part a process",
                settings.runs(),
                warmedUpSeconds,
                warmedUpJobs,
                system(),
                cores(),
                Runtime.version(),
                loadBefore,
                loadAfter,
                at.truncatedTo(ChronoUnit.SECONDS));
    }

    private static Workload workload(Settings settings) {
        return Workload.all().get(settings.workload());
    }

    private static String system() {
        return System.getProperty("os.name") + " " + System.getProperty("os.arch");
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** For programs. */
    Map<String, Object> document(Settings settings) {
        Settings.Load load = settings.load();
        Settings.Shape shape = settings.shape();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("at", at.toString());
        document.put("jobs", workload(settings).jobs(load));
        document.put("seconds", load.seconds());
        document.put("rate", load.rate());
        document.put("callers", load.callers());
        document.put("payload", load.payload());
        document.put("capacity", workload(settings).capacity(shape));
        document.put("partitions", shape.partitions());
        document.put("trees", shape.trees());
        document.put("workers", shape.workers());
        document.put("slots", shape.slots());
        document.put("bundle", shape.bundle());
        document.put("standby", shape.standby());
        document.put("inProcess", shape.inProcess());
        document.put("runs", settings.runs());
        document.put("warmedUpSeconds", Math.round(warmedUpSeconds));
        document.put("warmedUpJobs", warmedUpJobs);
        document.put("system", system());
        document.put("cores", cores());
        document.put("java", Runtime.version().toString());
        document.put("loadBefore", loadBefore);
        document.put("loadAfter", loadAfter);
        return document;
    }
}
