package io.sluice.app;

import io.sluice.sdk.FlowId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a flow id for picocli: {@code tree:uuid}, or a bare uuid for the tree main. */
final class FlowName implements ITypeConverter<FlowId> {

    @Override
    public FlowId convert(String text) {
        try {
            return FlowId.parse(JobJson.named(text, "main"));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
