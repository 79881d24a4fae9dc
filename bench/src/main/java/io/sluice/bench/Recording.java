package io.sluice.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;

/** A recording of Java Flight Recorder for each process: {@code out.jfr} becomes {@code out-scheduler-1.jfr}, and so on. */
final class Recording {

    private final jdk.jfr.Recording running;

    private Recording(jdk.jfr.Recording running) {
        this.running = running;
    }

    /** The option that makes a child record all its life. */
    static String option(Path file, String role) {
        return "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename=" + named(file, role);
    }

    static Path named(Path file, String role) {
        String name = file.getFileName().toString();
        String stem = name.endsWith(".jfr") ? name.substring(0, name.length() - 4) : name;
        return file.toAbsolutePath().resolveSibling(stem + "-" + role + ".jfr");
    }

    /** Records this JVM from now on. */
    static Recording start(Path file) throws IOException, ParseException {
        jdk.jfr.Recording recording = new jdk.jfr.Recording(jdk.jfr.Configuration.getConfiguration("profile"));
        recording.setDestination(file.toAbsolutePath());
        recording.start();
        return new Recording(recording);
    }

    /** Writes the file. */
    void stop() {
        running.stop();
        running.close();
    }
}
