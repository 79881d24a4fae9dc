package io.sluice.state;

import io.sluice.core.ChannelPath;
import io.sluice.core.Place;
import java.time.Instant;

/** Keys as people name what they are about. */
final class KeyText {

    private KeyText() {}

    static String of(Index index, byte[] key) {
        KeyReader columns = new KeyReader(key);
        return index
                + switch (index) {
                    case META -> " the channels file";
                    case TREE -> " " + columns.text();
                    case JOB, STATUS -> " " + columns.text() + ":" + columns.uuid();
                    case CHANNEL, SCHEDULE -> " " + columns.text() + "/" + columns.text();
                    case DEDUP -> " " + columns.text() + " " + columns.text();
                    case SWEEP -> " " + columns.text() + ":" + columns.uuid();
                    case WAITING -> in(columns) + ", job " + columns.uuid();
                    case READY, LATER -> in(columns) + place(key);
                    case SCHEDULED, FAILED -> in(columns) + at(columns) + ", job " + columns.uuid();
                    case ENDED -> in(columns) + at(columns);
                    case ACTIVE, REST -> in(columns) + ", bundle " + columns.signedLong();
                    case EDGE -> edge(columns);
                    case FLOW -> flow(columns);
                    case WORKER, TIMER -> " " + Keys.readable(key);
                };
    }

    private static String in(KeyReader columns) {
        return " " + columns.text() + "/" + new ChannelPath(columns.text());
    }

    private static String at(KeyReader columns) {
        return " at " + Instant.ofEpochMilli(columns.signedLong());
    }

    private static String place(byte[] key) {
        Place place = Keys.placeOf(key);
        return ", priority " + place.priority() + ", arrival " + place.seq();
    }

    private static String edge(KeyReader columns) {
        String tree = columns.text();
        int kind = columns.small();
        String first = " " + tree + ":" + columns.uuid();
        return switch (kind) {
            case 1 -> first + ", child " + columns.uuid();
            case 2 -> first + ", added parent " + columns.uuid();
            case 3 -> first + ", steps through its children";
            default -> first + ", who holds its children";
        };
    }

    private static String flow(KeyReader columns) {
        String tree = columns.text();
        boolean isMember = columns.small() == 2;
        String flow = " " + tree + ":" + columns.uuid();
        return isMember ? flow + ", member with arrival " + columns.signedLong() : flow;
    }
}
