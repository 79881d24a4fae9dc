package io.sluice.app;

import io.sluice.log.ReplayFound;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a replay is about and what came of it, for people and programs. */
final class ReplayText {

    private static final int KINDS = 20;
    private static final int LONGEST_END = 100;

    private ReplayText() {}

    static String jobs(long count) {
        return count == 1 ? "1 job" : count + " jobs";
    }

    static void show(Screen screen, ReplayFound found) {
        if (screen.isJson()) {
            screen.json(document(found));
            return;
        }
        screen.out().println(jobs(found.jobs()) + (found.jobs() == 1 ? " matches" : " match"));
        if (found.jobs() == 0) {
            return;
        }
        screen.out().println();
        showKinds(screen, found.kinds());
        screen.out().println();
        showSample(screen, found.sample());
        screen.out().println();
        screen.out().println(before(found));
    }

    private static String before(ReplayFound found) {
        return "replayed before: " + found.replayedBefore() + "; to be submitted: " + found.due()
                + (found.changedSince() == 0
                        ? ""
                        : ", of which " + found.changedSince()
                                + " came back after the window: see what became of them (sluice history ID)");
    }

    private static void showKinds(Screen screen, List<ReplayFound.Kind> kinds) {
        TextTable table = new TextTable(TextTable.number("JOBS"), TextTable.text("TYPE"), TextTable.text("CHANNEL"));
        kinds.stream().limit(KINDS).forEach(kind -> table.row(kind.jobs(), kind.type(), kind.channel()));
        table.print(screen.out());
        if (kinds.size() > KINDS) {
            screen.out().println("and " + (kinds.size() - KINDS) + " more types and channels");
        }
    }

    private static void showSample(Screen screen, List<ReplayFound.Sample> sample) {
        TextTable table = new TextTable(
                TextTable.text("JOB"),
                TextTable.text("ENDED"),
                TextTable.text("TYPE"),
                TextTable.text("CHANNEL"),
                TextTable.text("ERROR OR REASON"));
        for (ReplayFound.Sample one : sample) {
            table.row(
                    one.job(),
                    Instant.ofEpochMilli(one.endedAt()),
                    one.type(),
                    one.channel(),
                    TextTable.atMost(LONGEST_END, one.end()));
        }
        table.print(screen.out());
    }

    static void sayBefore(Screen screen, ReplayFound found) {
        screen.say(jobs(found.jobs()) + (found.jobs() == 1 ? " matches; " : " match; ") + before(found));
    }

    /** Says what came of it, and what to do if that is not all. */
    static int ended(Screen screen, ReplayFound found, ReplaySender.Sent sent) {
        if (screen.isJson()) {
            Map<String, Object> document = document(found);
            document.put("sent", sent);
            screen.json(document);
        } else {
            screen.out().println("submitted " + jobs(sent.stored()));
        }
        say(screen, sent.there(), "there already, from a replay that came before");
        say(screen, sent.held(), "not stored: another job holds their dedup key");
        say(screen, sent.missing(), "not submitted: their submission is no longer on the log");
        say(screen, sent.refused(), "refused");
        sent.reasons().forEach(reason -> screen.say("  " + reason));
        if (sent.silent() > 0) {
            throw CommandFailed.unreachable(
                    jobs(sent.silent()) + ": the broker has them, but no event says what became of"
                            + " them; is the scheduler up? The same command goes on, without doubles");
        }
        if (!sent.complete()) {
            screen.say("not all were gone through; the same command goes on, without doubles");
        }
        return sent.refused() > 0 || !sent.complete() && !sent.limited() ? ExitCode.REFUSED : ExitCode.OK;
    }

    private static void say(Screen screen, long count, String what) {
        if (count > 0) {
            screen.say(jobs(count) + " " + what);
        }
    }

    private static Map<String, Object> document(ReplayFound found) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("jobs", found.jobs());
        document.put("replayedBefore", found.replayedBefore());
        document.put("due", found.due());
        document.put("changedSince", found.changedSince());
        document.put(
                "kinds",
                found.kinds().stream()
                        .map(kind -> Map.of(
                                "type", kind.type(), "channel", kind.channel().text(), "jobs", kind.jobs()))
                        .toList());
        document.put(
                "sample",
                found.sample().stream()
                        .map(one -> Map.of(
                                "job", one.job().toString(),
                                "type", one.type(),
                                "channel", one.channel().text(),
                                "endedAt", Instant.ofEpochMilli(one.endedAt()).toString(),
                                "end", one.end()))
                        .toList());
        return document;
    }
}
