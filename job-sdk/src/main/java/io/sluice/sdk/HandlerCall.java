package io.sluice.sdk;

import io.sluice.schemas.BundledJob;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** One call of a handler, inside the interceptors of its worker, and what its end means for the job. */
final class HandlerCall {

    private final WorkerSettings settings;
    private final Endings endings;
    private final Handler handler;

    HandlerCall(BundleRun.Tools tools, Handler handler) {
        this.settings = tools.settings();
        this.endings = tools.endings();
        this.handler = handler;
    }

    /** Runs it on the calling thread. */
    Ended execute(BundledJob job, JobRun run) {
        run.begin();
        try {
            return new Ended(call(job, run), null);
        } catch (Throwable e) { // an Error of the handler's is its job's failure, not its thread's end
            run.threw(e);
            return new Ended(null, e);
        } finally {
            run.end();
        }
    }

    /** How the handler ended: what that is for the job, or what was thrown; one of the two is null. */
    record Ended(Object end, Throwable error) {}

    private Object call(BundledJob job, JobRun run) throws Exception {
        Object payload;
        try {
            payload = handler.form().read(settings.json(), job.getPayload());
        } catch (Exception | Error e) { // as above; else the job would come back for ever without using an attempt
            run.threw(e);
            return endings.unreadable(handler.form().words(), job.getPayload(), e);
        }
        return endings.returned(inside(settings.interceptors(), payload, run), run::submitted);
    }

    private Object inside(List<JobInterceptor> around, Object payload, JobRun run) throws Exception {
        if (around.isEmpty()) {
            return handler.code().handle(payload, run);
        }
        List<JobInterceptor> rest = around.subList(1, around.size());
        AtomicBoolean proceeded = new AtomicBoolean();
        return around.get(0).around(run, () -> {
            if (proceeded.getAndSet(true)) {
                throw new IllegalStateException(
                        "an interceptor called proceed() a second time for run " + run.run() + " of job " + run.id()
                                + "; it can be called once. To try again, throw a RetryableJobException");
            }
            return inside(rest, payload, run);
        });
    }

    /** What its end means where nothing but the handler itself had a say in it. */
    Object means(Ended ended, JobRun run) {
        if (run.execution().timedOut()) {
            return endings.timedOut(run.timeoutMs(), ended.error(), handler.options());
        }
        return ended.error() == null ? ended.end() : endings.thrown(ended.error(), handler.options());
    }

    /** It was told to stop and threw this. */
    Object stopped(Throwable error) {
        return endings.thrownAfterStop(error);
    }
}
