/**
 * Schema registries: the port through which ids and schemas are asked for, and a client for any registry that speaks
 * Confluent's REST API.
 *
 * @since 0.1
 */
package io.sluice.schemas.registry;
