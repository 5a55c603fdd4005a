package io.cooperage.spi.network;

import io.cooperage.api.container.ContainerId;
import io.cooperage.api.parameter.ParameterValues;

/**
 * A CT to be connected.
 *
 * @param values the network provider's own parameters, total
 */
public record NetworkRequest(
    ContainerId container, NetworkNamespace namespace, ParameterValues values) {}
