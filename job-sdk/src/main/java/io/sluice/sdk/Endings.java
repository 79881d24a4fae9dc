package io.sluice.sdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.schemas.Done;
import io.sluice.schemas.Failed;
import io.sluice.schemas.JobError;
import io.sluice.schemas.Retry;
import io.sluice.schemas.Snoozed;
import io.sluice.schemas.SubmittedJob;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** What each way in which a handler can end means for its job. */
record Endings(Json json) {

    private static final int MAX_MESSAGE_BYTES = 8 * 1024;
    private static final int PAYLOAD_START = 200;

    /** The handler returned. */
    Object returned(Object result, Supplier<List<SubmittedJob>> submitted) {
        if (result == null) {
            return new Done(null, submitted.get());
        }
        String text;
        try {
            text = json.result(result);
        } catch (Exception | StackOverflowError e) {
            return failed(
                    e,
                    "the handler returned a " + result.getClass().getName()
                            + " that cannot be written as JSON: " + messageOf(e)
                            + ". Return text, or something the worker's ObjectMapper can write");
        }
        int bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > Limits.MAX_RESULT_BYTES) {
            return new Failed(new JobError(
                    "ResultTooLarge",
                    "the handler returned a result of " + bytes + " bytes; at most " + Limits.MAX_RESULT_BYTES
                            + " (64 KiB) are kept. Store it elsewhere and return where it is",
                    ""));
        }
        return new Done(text, submitted.get());
    }

    /** The handler threw this. */
    Object thrown(Throwable error, HandlerOptions options) {
        if (error instanceof Snooze snooze) {
            return new Snoozed(snooze.delay().toMillis());
        }
        if (error instanceof RateLimited limited) {
            return new io.sluice.schemas.RateLimited(limited.delay().toMillis());
        }
        if (options.fails(error)) {
            return failed(error, messageOf(error));
        }
        Object policy = policy(options);
        if (error instanceof RetryableJobException retryable) {
            Long delay = retryable.after().map(after -> after.toMillis()).orElse(null);
            return new Retry(error(error, messageOf(error)), delay, policy);
        }
        if (!(error instanceof Fail) && options.retries(error)) {
            return new Retry(error(error, messageOf(error)), null, policy);
        }
        return failed(error, messageOf(error));
    }

    /** The handler was told to stop and threw this: nothing is tried again. */
    Object thrownAfterStop(Throwable error) {
        return failed(error, messageOf(error));
    }

    /** Its time was over before it ended, whatever it did then. */
    Object timedOut(long timeoutMs, Throwable error, HandlerOptions options) {
        String how = error == null
                ? "it returned after that"
                : "it was interrupted and threw " + error.getClass().getName();
        String message = "the job ran longer than its timeout of " + timeoutMs + " ms; " + how;
        JobError timeout = new JobError("Timeout", message, error == null ? "" : cutTrace(error));
        return new Retry(timeout, null, policy(options));
    }

    /** It returned, but its output could not be written. */
    Object notWritten(Written.Refused refused, HandlerOptions options) {
        return refused.mayHeal() ? new Retry(refused.error(), null, policy(options)) : new Failed(refused.error());
    }

    private static Object policy(HandlerOptions options) {
        return options.retry().map(CommandRecords::retry).orElse(null);
    }

    /** The payload is not what the handler takes. */
    Object unreadable(String expected, ByteBuffer payload, Throwable error) {
        return failed(
                error,
                "the payload cannot be read as " + expected + ": " + whatWasWrong(error)
                        + ". Requeue the job when a worker runs that can read it, or submit it anew. It starts with: "
                        + start(payload));
    }

    /** Of Jackson's words the sentence alone: the source is not ours to show. */
    private static String whatWasWrong(Throwable error) {
        return error instanceof JsonProcessingException json ? json.getOriginalMessage() : messageOf(error);
    }

    private static Failed failed(Throwable error, String message) {
        return new Failed(error(error, message));
    }

    private static JobError error(Throwable error, String message) {
        return new JobError(error.getClass().getName(), cut(message, MAX_MESSAGE_BYTES, "… (cut)"), cutTrace(error));
    }

    private static String cutTrace(Throwable error) {
        return cut(trace(error), Limits.MAX_TRACE_BYTES, "\n… (cut at 32 KiB)");
    }

    /** An error's own code can fail as well. */
    private static String messageOf(Throwable error) {
        try {
            return String.valueOf(error.getMessage());
        } catch (RuntimeException | Error e) {
            return "(its getMessage threw " + e.getClass().getName() + ")";
        }
    }

    private static String trace(Throwable error) {
        try {
            StringWriter text = new StringWriter();
            error.printStackTrace(new PrintWriter(text));
            return text.toString();
        } catch (RuntimeException | Error e) {
            return "(no trace: printing it threw " + e.getClass().getName() + ")";
        }
    }

    private static String start(ByteBuffer payload) {
        byte[] first = new byte[Math.min(payload.remaining(), PAYLOAD_START * 4)];
        payload.duplicate().get(first);
        String text = new String(first, StandardCharsets.UTF_8);
        return text.length() <= PAYLOAD_START ? text : text.substring(0, PAYLOAD_START) + "…";
    }

    /** At most that many bytes in UTF-8, the note included. */
    static String cut(String text, int maxBytes, String note) {
        if (text.length() * 3L <= maxBytes) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= maxBytes) {
            return text;
        }
        int end = maxBytes - note.getBytes(StandardCharsets.UTF_8).length;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + note;
    }
}
