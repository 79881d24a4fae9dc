package io.sluice.state;

import java.util.List;
import java.util.Optional;

/**
 * A page of a list of jobs.
 *
 * @param jobs may be fewer than asked for, even none, although more follow
 * @param next token of the next page; none: this was the last
 * @since 0.1
 */
public record JobPage(List<JobRow> jobs, Optional<String> next) {}
