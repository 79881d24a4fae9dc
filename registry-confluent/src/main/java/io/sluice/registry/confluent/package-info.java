/**
 * Schema registries by Confluent's own client. Built with {@code -Pconfluent} only, for that client is not on Maven Central.
 *
 * @since 0.1
 */
package io.sluice.registry.confluent;
