package io.sluice.app;

import static io.sluice.app.TextTable.number;
import static io.sluice.app.TextTable.text;

import io.sluice.web.ChannelDocument;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Channels as people read them. */
final class ChannelTable {

    private ChannelTable() {}

    static TextTable of(List<ChannelDocument> channels) {
        TextTable table = new TextTable(
                text("CHANNEL"),
                number("CAPACITY"),
                number("SEATS"),
                number("READY"),
                number("SCHEDULED"),
                number("WAITING"),
                number("FAILED"),
                number("DONE"),
                text("OPTIONS"),
                text("PAUSED"));
        Set<String> shown = new HashSet<>();
        for (ChannelDocument channel : channels) {
            table.row(
                    indented(channel.path(), shown),
                    capacity(channel),
                    channel.seats(),
                    channel.ready(),
                    channel.scheduled(),
                    channel.waiting(),
                    channel.failed(),
                    channel.total().done(),
                    String.join(" ", channel.options()),
                    channel.paused().map(ChannelTable::paused).orElse(""));
            shown.add(channel.path());
        }
        return table;
    }

    /** The last name under its parent; more of the path where the parent is not shown. */
    private static String indented(String path, Set<String> shown) {
        int cut = path.lastIndexOf('.');
        int depth = 0;
        while (cut >= 0 && !shown.contains(path.substring(0, cut))) {
            cut = path.lastIndexOf('.', cut - 1);
        }
        for (int dot = path.indexOf('.'); dot >= 0 && dot <= cut; dot = path.indexOf('.', dot + 1)) {
            depth++;
        }
        return "  ".repeat(depth) + path.substring(cut + 1);
    }

    private static String capacity(ChannelDocument channel) {
        return channel.capacity().isEmpty() ? "*" : "" + channel.capacity().getAsInt();
    }

    private static String paused(ChannelDocument.Pause pause) {
        String by = pause.by().isEmpty() ? "yes" : "by " + pause.by();
        return pause.reason().isEmpty() ? by : by + ": " + pause.reason();
    }
}
