package io.sluice.sdk;

/**
 * What a {@link JobFlow} is made of: a job, or a flow within it.
 *
 * @since 0.1
 */
public sealed interface FlowPart permits JobRequest, JobFlow {}
