package io.cooperage.spi.store;

import io.cooperage.api.container.ContainerId;

/** A CT whose stored record cannot be used, and why. Its files are left alone. */
public record BrokenRecord(ContainerId id, String reason) {}
