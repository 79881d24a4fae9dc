/** Tests of the brokers, against real ones. No mocks, no topics or settings of Sluice. */
package io.sluice.devcluster;
