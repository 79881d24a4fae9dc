/** Tests of the query API: over state that the rules really made, no Kafka. */
package io.sluice.web;
