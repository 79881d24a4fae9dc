package io.sluice.state;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some jobs of a flow.
 *
 * @param jobs the jobs; may be short, even empty, although more follow
 * @param next the arrival number behind which the next page begins; none: this was the last
 * @since 0.1
 */
public record FlowPage(List<JobRow> jobs, OptionalLong next) {}
