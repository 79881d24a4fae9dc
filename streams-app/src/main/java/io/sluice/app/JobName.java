package io.sluice.app;

import io.sluice.sdk.JobId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a job id for picocli: {@code tree:uuid}, or a bare uuid for the tree main. */
final class JobName implements ITypeConverter<JobId> {

    @Override
    public JobId convert(String text) {
        try {
            return JobId.parse(JobJson.named(text, "main"));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
