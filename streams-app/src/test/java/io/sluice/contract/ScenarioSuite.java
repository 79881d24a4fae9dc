package io.sluice.contract;

/**
 * What users rely on, told once and run on every engine: in memory, in Streams' test driver, on a real broker. An engine may
 * differ in time only.
 *
 * <p>On a real broker a report goes another way than a command and may overtake it: a scenario awaits what its command caused
 * before it reports what depends on that.
 */
public interface ScenarioSuite
        extends OriginScenarios,
                OrderScenarios,
                ChannelScenarios,
                ConfigurationScenarios,
                RunScenarios,
                JobScenarios,
                DedupScenarios,
                FlowScenarios,
                ScheduleScenarios,
                CommandScenarios {}
