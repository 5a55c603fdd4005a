package io.cooperage.spi.controller;

import io.cooperage.api.error.Problem;
import io.cooperage.api.parameter.Parameter;
import io.cooperage.api.parameter.ParameterValues;
import io.cooperage.spi.node.HostFacts;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Whoever owns parameters: controllers, and providers of storage, network and templates. Each
 * parameter has one owner. Calls come from any thread, are bounded in time, and must not block on
 * I/O.
 */
@ConsumerType
public interface ParameterOwner {
  /** The descriptors; the same list at every call. */
  List<Parameter<?>> parameters();

  /**
   * Checks values against each other and against the host; empty if all is well. Changes nothing. A
   * problem that hangs on another parameter names it in its rule or remedy: it is not told while
   * that one's text cannot be read.
   */
  default List<Problem> validate(ParameterValues proposed, HostFacts host) {
    return List.of();
  }

  /** What the values take from the node, for admission. */
  default List<Claim> claims(ParameterValues values) {
    return List.of();
  }

  /**
   * How much the node has of what {@link #claims} claims by amounts; a resource without a capacity
   * is not limited. Asked again for each admission.
   */
  default List<Capacity> capacities(HostFacts host) {
    return List.of();
  }
}
