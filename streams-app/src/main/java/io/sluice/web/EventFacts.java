package io.sluice.web;

import io.sluice.core.ChannelPath;
import io.sluice.core.Event;
import io.sluice.core.JobId;
import java.util.Optional;

/**
 * What an event is about, whatever kind it is.
 *
 * @since 0.1
 */
public final class EventFacts {

    private EventFacts() {}

    /** The job; empty: none. */
    public static String job(Event event) {
        return switch (event) {
            case Event.OfJob e -> e.job().toString();
            case Event.JobDuplicate e -> e.job().toString();
            case Event.JobStarted e -> e.job().toString();
            case Event.CancelAsked e -> e.job().toString();
            case Event.ScheduleFired e -> e.job().toString();
            case Event.CommandRejected e -> e.job().map(JobId::toString).orElse("");
            case Event.EdgesChanged e -> e.parent().toString();
            case Event.EdgesAdded e -> e.parent().toString();
            case Event.ChildrenHeld e -> e.job().toString();
            case Event.CascadeAdvanced e -> e.parent().toString();
            case Event.JobTied e -> e.job().toString();
            case Event.MaxAttemptsSet e -> e.job().toString();
            case Event.DedupReleased e -> e.job().toString();
            case Event.JobCarried e -> e.job().toString();
            case Event.CascadeCarried e -> e.parent().toString();
            default -> "";
        };
    }

    /** The channel that it names; none: it names none, although its job is in one. */
    public static Optional<ChannelPath> channel(Event event) {
        return switch (event) {
            case Event.OfJob e -> Optional.of(e.channel());
            case Event.ChannelConfigured e -> Optional.of(e.channel());
            case Event.ChannelPaused e -> Optional.of(e.channel());
            case Event.ChannelResumed e -> Optional.of(e.channel());
            case Event.ChannelShut e -> Optional.of(e.channel());
            case Event.JobCarried e -> Optional.of(e.submitted().channel());
            case Event.ChannelCarried e -> Optional.of(e.channel());
            default -> Optional.empty();
        };
    }

    /** The job type that it names; none: it names none, although its job has one. */
    static Optional<String> type(Event event) {
        return switch (event) {
            case Event.OfJob e -> Optional.of(e.type());
            case Event.JobCarried e -> Optional.of(e.submitted().type());
            case Event.TypePaused e -> Optional.of(e.type());
            case Event.TypeResumed e -> Optional.of(e.type());
            default -> Optional.empty();
        };
    }
}
