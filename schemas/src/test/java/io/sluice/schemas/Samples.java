package io.sluice.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecordBase;

/**
 * One record of every kind, each field set to something else than its default. All are made by builders, so a field that
 * comes later has its default here and a sample stays what it was. Maps have one entry, since their order is not fixed.
 *
 * <p>Lists of records are set also where they are empty: Avro's builders cannot make their default, for the reason given at
 * {@link GeneratedClasses}.
 *
 * <p>A sample is never changed: the golden files of earlier versions are compared with it. A new field gets a new sample.
 */
final class Samples {

    /**
     * A record and the name of its golden file.
     *
     * @param name name within the golden files of its kind
     * @param format how it is written and read
     * @param record the record
     */
    record Sample<T extends SpecificRecordBase>(String name, RecordFormat<T> format, T record) {

        /** Simple name of the record's class, such as {@code Event}. */
        String kind() {
            return record.getClass().getSimpleName();
        }

        @Override
        public String toString() {
            return kind() + "/" + name;
        }
    }

    static final Uuid JOB = UuidFormat.encode(UUID.fromString("01977420-dc00-7123-8abc-0123456789ab"));
    private static final Uuid OTHER = UuidFormat.encode(UUID.fromString("01977420-dc01-7fff-bfff-ffffffffffff"));
    private static final long T = 1_750_000_000_000L;

    private Samples() {}

    static List<Sample<?>> all() {
        return Stream.of(commands(), reports(), bundles(), control(), events())
                .flatMap(samples -> samples)
                .toList();
    }

    private static Stream<Sample<?>> commands() {
        return Stream.of(
                command("Submit", new Submit(spec().build())),
                command(
                        "SubmitFixedRetry",
                        new Submit(spec().setRetry(new FixedRetry(2_500L)).build())),
                command("SubmitStepsRetry", new Submit(spec().setRetry(steps()).build())),
                command(
                        "SubmitPlain",
                        new Submit(JobSpec.newBuilder()
                                .setId(JOB)
                                .setType("mail")
                                .setParents(List.of())
                                .build())),
                command(
                        "Cancel",
                        Cancel.newBuilder()
                                .setJob(JOB)
                                .setReason("ordered twice")
                                .build()),
                command("Requeue", Requeue.newBuilder().setJob(JOB).build()),
                command(
                        "Pause",
                        Pause.newBuilder()
                                .setChannel("root.shop")
                                .setReason("stocktaking")
                                .build()),
                command("Resume", Resume.newBuilder().setChannel("root.shop").build()),
                command(
                        "Configure",
                        Configure.newBuilder().setChannels("root.shop:3").build()),
                command(
                        "ConfigureFile",
                        ConfigureFile.newBuilder()
                                .setText("[default]\nroot:4\nroot.import:1:topic\n")
                                .build()),
                // flows
                command(
                        "SubmitFlow",
                        SubmitFlow.newBuilder()
                                .setFlow(OTHER)
                                .setDescription("month's end")
                                .setJobs(List.of(spec().build()))
                                .build()),
                command(
                        "CancelFlow",
                        CancelFlow.newBuilder()
                                .setFlow(OTHER)
                                .setReason("wrong month")
                                .build()),
                command("RequeueFlow", RequeueFlow.newBuilder().setFlow(OTHER).build()),
                // channels
                command(
                        "PauseType",
                        Pause.newBuilder()
                                .setChannel("root")
                                .setReason("stocktaking")
                                .setType("mail")
                                .build()),
                command(
                        "ResumeType",
                        Resume.newBuilder().setChannel("root").setType("mail").build()),
                // ---- schedules
                command("PutSchedule", new PutSchedule(schedule())),
                command("DeleteSchedule", new DeleteSchedule("nightly")),
                command("TriggerSchedule", new TriggerSchedule("nightly")),
                command("SwitchSchedule", new SwitchSchedule("nightly", false)),
                // jobs
                command(
                        "CancelForce",
                        Cancel.newBuilder()
                                .setJob(JOB)
                                .setReason("stuck")
                                .setForce(true)
                                .build()),
                command(
                        "SetDone",
                        SetDone.newBuilder().setJob(JOB).setResult("by hand").build()),
                command("Delete", Delete.newBuilder().setJob(JOB).build()),
                command(
                        "Reprioritize",
                        Reprioritize.newBuilder().setJob(JOB).setPriority(-7).build()),
                command(
                        "Reschedule",
                        Reschedule.newBuilder().setJob(JOB).setEta(T + 60_000).build()),
                command(
                        "Move",
                        Move.newBuilder().setJob(JOB).setChannel("root.slow").build()),
                command(
                        "SetMaxAttempts",
                        SetMaxAttempts.newBuilder()
                                .setJob(JOB)
                                .setMaxAttempts(9)
                                .build()),
                command(
                        "Sweep",
                        Sweep.newBuilder()
                                .setFilter(filter())
                                .setAction(action())
                                .build()),
                command("CancelSweep", CancelSweep.newBuilder().setSweep(OTHER).build()),
                command("DropTree", DropTree.newBuilder().setReason("moved out").build()));
    }

    private static Schedule schedule() {
        return Schedule.newBuilder()
                .setId("nightly")
                .setCron("30 2 * * MON-FRI")
                .setZone("Europe/Berlin")
                .setJob(spec().setEta(null)
                        .setExpires(null)
                        .setParents(List.of())
                        .setFlow(null)
                        .build())
                .setOverlap("skip")
                .setMisfire("skip")
                .setEnabled(false)
                .build();
    }

    private static Stream<Sample<?>> scheduleEvents() {
        return Stream.of(
                event(SchedulePut.newBuilder()
                        .setSchedule(schedule())
                        .setNext(T + 7_000)
                        .build()),
                event(new ScheduleDeleted("nightly")),
                event(ScheduleFired.newBuilder()
                        .setSchedule("nightly")
                        .setSlot(T)
                        .setJob(JOB)
                        .setNext(T + 7_000)
                        .build()),
                event(ScheduleSkipped.newBuilder()
                        .setSchedule("nightly")
                        .setSlot(T)
                        .setReason("OVERLAP")
                        .setNext(T + 7_000)
                        .build()));
    }

    private static JobFilter filter() {
        return JobFilter.newBuilder()
                .setChannel("root.shop")
                .setType("mail")
                .setStates(List.of("FAILED"))
                .setError("java.io.IOException")
                .setOlderThanMs(3_600_000)
                .build();
    }

    private static JobAction action() {
        return JobAction.newBuilder()
                .setName("Cancel")
                .setText("not needed")
                .setNumber(5)
                .setForce(true)
                .build();
    }

    private static Sample<Command> command(String name, Object body) {
        boolean namesItself = !(body instanceof Submit);
        return new Sample<>(
                name,
                RecordFormats.bundled().command(),
                Command.newBuilder()
                        .setId(namesItself ? OTHER : null)
                        .setBy("shop-service")
                        .setSentAt(T)
                        .setBody(body)
                        .build());
    }

    private static JobSpec.Builder spec() {
        return JobSpec.newBuilder()
                .setId(JOB)
                .setType("mail")
                .setChannel("root.shop.import")
                .setPayload(bytes("{\"order\":42}"))
                .setContentType("text/plain")
                .setPriority(-3)
                .setEta(T + 60_000)
                .setMaxAttempts(7)
                .setRetry(exponential())
                .setDescription("Tell größe42 ✓")
                .setHeaders(Map.of("tenant", "blue"))
                .setSubmittedAt(T)
                .setTimeoutMs(90_000L)
                .setExpires(T + 3_600_000)
                .setDedup(Dedup.newBuilder()
                        .setKey("order-42")
                        .setMode("replace")
                        .setUntilFinished(true)
                        .setWindowMs(600_000)
                        .build())
                .setParents(List.of(
                        Parent.newBuilder().setJob(OTHER).setOn("failure").build()))
                .setFlow(OTHER)
                .setReplayOf(OTHER);
    }

    private static StepsRetry steps() {
        return new StepsRetry(List.of(new RetryStep(1, 10_000L, 10_000L), new RetryStep(5, 60_000L, 120_000L)));
    }

    private static ExponentialRetry exponential() {
        return ExponentialRetry.newBuilder()
                .setFirstMs(500)
                .setFactor(1.5)
                .setMaxMs(60_000)
                .setJitter(0.25)
                .build();
    }

    private static Stream<Sample<?>> reports() {
        return Stream.of(
                report(
                        "Claimed",
                        Claimed.newBuilder()
                                .setBundles(List.of(
                                        ClaimedBundle.newBuilder()
                                                .setNumber(17)
                                                .setDeliveries(2)
                                                .setConfirm(true)
                                                .build(),
                                        ClaimedBundle.newBuilder().setNumber(18).build()))
                                .build()),
                report("OutcomesDone", outcomes(new Done("{\"sent\":true}", List.of()))),
                report("OutcomesDoneWithoutResult", outcomes(new Done(null, List.of()))),
                report(
                        "OutcomesRetry",
                        outcomes(Retry.newBuilder()
                                .setError(error())
                                .setDelayMs(1_000L)
                                .setPolicy(new FixedRetry(4_000L))
                                .build())),
                report(
                        "OutcomesRetryExponential",
                        outcomes(Retry.newBuilder()
                                .setError(error())
                                .setPolicy(exponential())
                                .build())),
                report(
                        "OutcomesRetrySteps",
                        outcomes(Retry.newBuilder()
                                .setError(error())
                                .setPolicy(steps())
                                .build())),
                report(
                        "OutcomesFailed",
                        outcomes(Failed.newBuilder().setError(error()).build())),
                report(
                        "OutcomesSnoozed",
                        outcomes(Snoozed.newBuilder().setDelayMs(90_000).build())),
                report(
                        "OutcomesRateLimited",
                        outcomes(RateLimited.newBuilder().setDelayMs(30_000).build())),
                report("OutcomesDoneWithLogAndJobs", fanOut()),
                report(
                        "HandedBackJobs",
                        HandedBack.newBuilder()
                                .setReason("a job before it runs long")
                                .setJobs(List.of(BundledRun.newBuilder()
                                        .setBundle(17)
                                        .setJob(OTHER)
                                        .setRun(4)
                                        .build()))
                                .build()),
                report(
                        "Progress",
                        Progress.newBuilder()
                                .setBundle(17)
                                .setJob(JOB)
                                .setRun(3)
                                .setPercent(40)
                                .setMessage("row 400 of 1000")
                                .build()),
                report(
                        "HandedBack",
                        HandedBack.newBuilder()
                                .setBundles(List.of(17L, 18L))
                                .setJobs(List.of())
                                .setReason("stopping")
                                .build()),
                report(
                        "Heartbeat",
                        Heartbeat.newBuilder()
                                .setSlots(8)
                                .setFree(3)
                                .setTopics(List.of("sluice.channel.root"))
                                .setTypes(List.of("mail", "import"))
                                .setHeld(List.of(held()))
                                .setStopping(true)
                                .build()),
                report("Tick", Tick.newBuilder().build()),
                report(
                        "LeaseCheck",
                        LeaseCheck.newBuilder()
                                .setWorker("worker-7f3a")
                                .setLastSeen(T)
                                .setBundles(List.of(held()))
                                .build()));
    }

    private static Sample<Report> report(String name, Object body) {
        return new Sample<>(
                name,
                RecordFormats.bundled().report(),
                Report.newBuilder()
                        .setWorker("worker-7f3a")
                        .setSentAt(T)
                        .setBody(body)
                        .build());
    }

    private static Outcomes outcomes(Object end) {
        return Outcomes.newBuilder().setOutcomes(List.of(outcome(end).build())).build();
    }

    private static Outcomes fanOut() {
        SubmittedJob submitted = SubmittedJob.newBuilder()
                .setJob(JobSpec.newBuilder()
                        .setId(OTHER)
                        .setType("mail")
                        .setParents(List.of())
                        .build())
                .setHoldsChildren(true)
                .build();
        Done done = Done.newBuilder().setSubmitted(List.of(submitted)).build();
        Outcome outcome =
                outcome(done).setLog("read 1000 rows\nsent 1000 mails").build();
        return Outcomes.newBuilder().setOutcomes(List.of(outcome)).build();
    }

    private static Outcome.Builder outcome(Object end) {
        return Outcome.newBuilder()
                .setBundle(17)
                .setJob(JOB)
                .setRun(3)
                .setStartedAt(T)
                .setFinishedAt(T + 25)
                .setEnd(end);
    }

    private static JobError error() {
        return JobError.newBuilder()
                .setType("java.io.IOException")
                .setMessage("no route")
                .setStackTrace("java.io.IOException: no route\n\tat Mail.send(Mail.java:7)\n")
                .build();
    }

    private static HeldBundle held() {
        return HeldBundle.newBuilder()
                .setPartition(5)
                .setTree("main")
                .setNumber(17)
                .build();
    }

    private static Stream<Sample<?>> bundles() {
        BundledJob limited = bundledJob()
                .setTimeoutMs(30_000)
                .setParentResults(Map.of("01977420-dc01-7fff-bfff-ffffffffffff", "{\"rows\":5}"))
                .setParentResultsLeftOut(true)
                .build();
        return Stream.of(
                new Sample<>(
                        "Bundle",
                        RecordFormats.bundled().bundle(),
                        bundle().setJobs(List.of(bundledJob().build())).build()),
                new Sample<>(
                        "BundleSequential",
                        RecordFormats.bundled().bundle(),
                        bundle().setJobs(List.of(limited)).setSequential(true).build()));
    }

    private static BundledJob.Builder bundledJob() {
        return BundledJob.newBuilder()
                .setId(JOB)
                .setRun(3)
                .setAttempt(2)
                .setMaxAttempts(7)
                .setPayload(bytes("{\"order\":42}"))
                .setContentType("text/plain")
                .setPriority(-3)
                .setDescription("Tell größe42 ✓")
                .setHeaders(Map.of("tenant", "blue"))
                .setSubmittedAt(T);
    }

    private static Bundle.Builder bundle() {
        return Bundle.newBuilder()
                .setTree("main")
                .setPartition(5)
                .setNumber(17)
                .setChannel("root.shop.import")
                .setType("mail")
                .setReleasedAt(T + 1)
                .setLeaseMs(20_000);
    }

    private static Stream<Sample<?>> control() {
        return Stream.of(
                control(
                        "Stop",
                        Stop.newBuilder()
                                .setJob(JOB)
                                .setRun(3)
                                .setReason("cancelled")
                                .build()),
                control(
                        "Drop",
                        Drop.newBuilder()
                                .setJob(JOB)
                                .setRun(3)
                                .setReason("cancelled")
                                .build()),
                control(
                        "Confirmed",
                        Confirmed.newBuilder()
                                .setBundle(17)
                                .setAccepted(false)
                                .setReason("taken back")
                                .build()));
    }

    private static Sample<Control> control(String name, Object body) {
        return new Sample<>(
                name,
                RecordFormats.bundled().control(),
                Control.newBuilder().setTree("main").setBody(body).build());
    }

    private static Stream<Sample<?>> events() {
        return Stream.of(
                        jobEvents(),
                        runEvents(),
                        endEvents(),
                        otherEvents(),
                        flowEvents(),
                        scheduleEvents(),
                        changeEvents(),
                        carriedEvents())
                .flatMap(samples -> samples);
    }

    private static Stream<Sample<?>> jobEvents() {
        return Stream.of(
                event(JobSubmitted.newBuilder()
                        .setJob(spec().build())
                        .setSeq(1001)
                        .build()),
                event(JobDuplicate.newBuilder().setJob(JOB).setExisting(OTHER).build()),
                event(JobReady.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .build()),
                event(JobRequeued.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setNotBefore(T + 5_000)
                        .build()),
                event(CancelAsked.newBuilder()
                        .setJob(JOB)
                        .setRun(3)
                        .setReason("ordered twice")
                        .build()),
                event(JobCancelled.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setRun(3)
                        .setReason("ordered twice")
                        .build()));
    }

    private static Stream<Sample<?>> runEvents() {
        return Stream.of(
                event(JobReleased.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setRun(3)
                        .setBundle(17)
                        .setTopic("sluice.channel.root.shop")
                        .build()),
                event(BundleReleased.newBuilder()
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setBundle(17)
                        .setTopic("sluice.channel.root.shop")
                        .setJobs(List.of(new ReleasedJob(JOB, 3), new ReleasedJob(JOB, 1)))
                        .build()),
                event(BundleClaimed.newBuilder()
                        .setBundle(17)
                        .setWorker("worker-7f3a")
                        .build()),
                event(ClaimDropped.newBuilder()
                        .setBundle(17)
                        .setWorker("worker-7f3a")
                        .setReason("handed back")
                        .build()),
                event(JobStarted.newBuilder()
                        .setJob(JOB)
                        .setRun(3)
                        .setAttempt(2)
                        .setWorker("worker-7f3a")
                        .build()),
                event(JobLost.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setRun(3)
                        .setWorker("worker-7f3a")
                        .setReason("WORKER_LOST")
                        .build()),
                event(JobHandedBack.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setRun(3)
                        .setWorker("worker-7f3a")
                        .setReason("stopping")
                        .build()));
    }

    private static Stream<Sample<?>> endEvents() {
        return Stream.of(
                event(JobDone.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setRun(3)
                        .setAttempt(2)
                        .setWorker("worker-7f3a")
                        .setStartedAt(T)
                        .setFinishedAt(T + 25)
                        .setResult("{\"sent\":true}")
                        .setLog("connected\nsent")
                        .build()),
                event(JobRetried.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setRun(3)
                        .setAttempt(2)
                        .setWorker("worker-7f3a")
                        .setError(error())
                        .setNotBefore(T + 10_000)
                        .build()),
                event(JobSnoozed.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setRun(3)
                        .setWorker("worker-7f3a")
                        .setNotBefore(T + 90_000)
                        .build()),
                event(JobFailed.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setRun(3)
                        .setAttempt(2)
                        .setWorker("worker-7f3a")
                        .setError(error())
                        .build()));
    }

    private static Stream<Sample<?>> otherEvents() {
        return Stream.of(
                event(ChannelConfigured.newBuilder()
                        .setChannel("root.shop")
                        .setEntry("root.shop:3")
                        .build()),
                event(ChannelPaused.newBuilder()
                        .setChannel("root.shop")
                        .setReason("stocktaking")
                        .build()),
                event(ChannelResumed.newBuilder().setChannel("root.shop").build()),
                event(new PartitionsGrown(4, 8)),
                event(TimesMeasured.newBuilder()
                        .setChannel("root.shop")
                        .setType("send-invoice")
                        .setHour(1_767_225_600_000L)
                        .setWaits(ByteBuffer.wrap(new byte[] {1, 2}))
                        .setRuns(ByteBuffer.wrap(new byte[] {3}))
                        .build()),
                event(FileConfigured.newBuilder().setText("[default]\nroot:4\n").build()),
                event(CommandRejected.newBuilder()
                        .setJob(JOB)
                        .setCode("STALE_RUN")
                        .setReason("run 2 is over, the job is at run 3")
                        .build()),
                event(NothingChanged.newBuilder().build()),
                // channels
                event(ChannelShut.newBuilder()
                        .setChannel("root.shop")
                        .setUntil(T + 90_000)
                        .build()),
                event(
                        "TypePaused",
                        ChannelPaused.newBuilder()
                                .setChannel("root")
                                .setReason("stocktaking")
                                .setType("mail")
                                .build()),
                event(
                        "TypeResumed",
                        ChannelResumed.newBuilder()
                                .setChannel("root")
                                .setType("mail")
                                .build()));
    }

    private static Stream<Sample<?>> flowEvents() {
        return Stream.of(
                event(FlowSubmitted.newBuilder()
                        .setFlow(OTHER)
                        .setDescription("month's end")
                        .build()),
                event(JobScheduled.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setNotBefore(T + 5_000)
                        .build()),
                event(EdgesChanged.newBuilder()
                        .setParent(JOB)
                        .setState("MET")
                        .setChildren(List.of(OTHER))
                        .setGone(true)
                        .build()),
                event(EdgesAdded.newBuilder()
                        .setParent(JOB)
                        .setOn("any")
                        .setChildren(List.of(OTHER))
                        .build()),
                event(ChildrenHeld.newBuilder().setJob(JOB).setBy(OTHER).build()),
                event(CascadeAdvanced.newBuilder()
                        .setParent(JOB)
                        .setAfter(OTHER)
                        .setFinished(true)
                        .build()),
                event(JobTied.newBuilder().setJob(JOB).build()),
                event(FlowSwept.newBuilder()
                        .setFlow(OTHER)
                        .setAction("CANCEL")
                        .setReason("wrong month")
                        .setAfter(500)
                        .setUpTo(1001)
                        .build()));
    }

    private static Stream<Sample<?>> changeEvents() {
        return Stream.of(
                event(JobReprioritized.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop")
                        .setType("mail")
                        .setPriority(-7)
                        .build()),
                event(JobRescheduled.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop")
                        .setType("mail")
                        .setEta(T + 60_000)
                        .build()),
                event(JobMoved.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop")
                        .setType("mail")
                        .setTo("root.slow")
                        .build()),
                event(MaxAttemptsSet.newBuilder().setJob(JOB).setMaxAttempts(9).build()),
                event(JobPurged.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop")
                        .setType("mail")
                        .build()),
                event(JobReplaced.newBuilder()
                        .setJob(JOB)
                        .setChannel("root.shop")
                        .setType("mail")
                        .setBy(OTHER)
                        .setPayload(bytes("{\"order\":43}"))
                        .setContentType("text/plain")
                        .setPriority(-7)
                        .setEta(T + 60_000)
                        .build()),
                event(DedupReleased.newBuilder().setKey("order-42").setJob(JOB).build()),
                event(SweepStarted.newBuilder()
                        .setSweep(OTHER)
                        .setFilter(filter())
                        .setAction(action())
                        .setSeq(1001)
                        .build()),
                event(SweepAdvanced.newBuilder()
                        .setSweep(OTHER)
                        .setCursor("abc")
                        .setLookedAt(500)
                        .setChanged(17)
                        .setEnd("done")
                        .setWaitMs(1_000)
                        .build()),
                event(TreeDropped.newBuilder()
                        .setChannels(List.of("root.shop"))
                        .setComplete(true)
                        .build()));
    }

    private static Stream<Sample<?>> carriedEvents() {
        return Stream.of(
                event(JobCarried.newBuilder()
                        .setJob(spec().build())
                        .setSeq(1001)
                        .setArrivedAt(T + 2)
                        .setStatus(CarriedStatus.newBuilder()
                                .setState("FAILED")
                                .setAttempt(2)
                                .setRun(3)
                                .setWorker("worker-7f3a")
                                .setStartedAt(T)
                                .setFinishedAt(T + 25)
                                .setError(error())
                                .setOpenEdges(1)
                                .setLog("connected")
                                .setPriority(-7)
                                .setChannel("root.slow")
                                .build())
                        .setEdges(List.of(CarriedEdge.newBuilder()
                                .setParent(OTHER)
                                .setOn("any")
                                .setState("MET")
                                .setAdded(true)
                                .build()))
                        .setHolder(OTHER)
                        .setBundle(499)
                        .build()),
                event(BundleCarried.newBuilder()
                        .setBundle(499)
                        .setChannel("root.shop.import")
                        .setType("mail")
                        .setTopic("sluice.channel.root")
                        .setReleasedAt(T)
                        .setMembers(List.of(CarriedMember.newBuilder()
                                .setJob(JOB)
                                .setRun(3)
                                .setAttempt(2)
                                .setPriority(-7)
                                .setSeq(1001)
                                .setCancelAsked(true)
                                .setWhy("not wanted")
                                .setChanged(true)
                                .build()))
                        .setClaimants(List.of("worker-7f3a"))
                        .setStartedAt(T + 1)
                        .build()),
                event(FlowCarried.newBuilder()
                        .setFlow(OTHER)
                        .setDescription("month's end")
                        .setSubmittedAt(T)
                        .setMembers(4)
                        .setTotal(3)
                        .setDone(1)
                        .setFailed(1)
                        .setCancelled(1)
                        .setClosedAt(T + 25)
                        .setSweep(FlowSwept.newBuilder()
                                .setFlow(OTHER)
                                .setAction("CANCEL")
                                .setReason("wrong month")
                                .setAfter(500)
                                .setUpTo(1001)
                                .build())
                        .build()),
                event(ScheduleCarried.newBuilder()
                        .setSchedule(schedule())
                        .setNext(T + 90_000)
                        .setLast(T)
                        .setLastJob(JOB)
                        .build()),
                event(DedupCarried.newBuilder()
                        .setAfter("order-41")
                        .setComplete(true)
                        .setKeys(List.of(CarriedKey.newBuilder()
                                .setKey("order-42")
                                .setJob(JOB)
                                .setUntil(T + 90_000)
                                .build()))
                        .build()),
                event(SweepCarried.newBuilder()
                        .setSweep(OTHER)
                        .setFilter(filter())
                        .setAction(action())
                        .setBy("shop-service")
                        .setSeq(1001)
                        .setAt(T)
                        .setCursor("abc")
                        .setLookedAt(500)
                        .setChanged(17)
                        .setInPass(500)
                        .build()),
                event(CascadeCarried.newBuilder().setParent(JOB).setAfter(OTHER).build()),
                event(ChannelCarried.newBuilder()
                        .setChannel("root.shop")
                        .setDone(1_000)
                        .setFailed(7)
                        .setRetried(17)
                        .setCancelled(3)
                        .setWaits(1_010)
                        .setWaitedMs(52_000)
                        .setEntry("root.shop:3:throttle=5/1s")
                        .setOwnSince(2)
                        .setPause(pause())
                        .setTokens(List.of(CarriedToken.newBuilder()
                                .setFirst(T)
                                .setLast(T + 1)
                                .setCount(2)
                                .build()))
                        .setShutUntil(T + 90_000)
                        .setServed(498)
                        .setOwnServed(497)
                        .build()),
                event(TreeCarried.newBuilder()
                        .setSince(T)
                        .setNextSeq(1002)
                        .setPausedTypes(Map.of("mail", pause()))
                        .setDropped(true)
                        .build()),
                event(FileCarried.newBuilder()
                        .setText("[default]\nroot:4\n")
                        .setNumber(2)
                        .setSince(List.of(CarriedEntry.newBuilder()
                                .setSection("default")
                                .setChannel("root")
                                .setNumber(2)
                                .build()))
                        .build()));
    }

    private static CarriedPause pause() {
        return CarriedPause.newBuilder()
                .setReason("stocktaking")
                .setBy("shop-service")
                .setAt(T)
                .build();
    }

    private static Sample<Event> event(SpecificRecordBase change) {
        return event(change.getClass().getSimpleName(), change);
    }

    private static Sample<Event> event(String name, SpecificRecordBase change) {
        return new Sample<>(
                name,
                RecordFormats.bundled().event(),
                Event.newBuilder()
                        .setNumber(500)
                        .setAt(T + 2)
                        .setCommand(OTHER)
                        .setBy("shop-service")
                        .setChanges(List.of(change))
                        .build());
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
