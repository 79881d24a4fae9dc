package io.sluice.testing;
