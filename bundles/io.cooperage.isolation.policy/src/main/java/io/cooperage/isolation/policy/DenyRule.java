package io.cooperage.isolation.policy;

import io.cooperage.linux.Errno;
import java.util.Optional;

/**
 * A row of the deny table, or one of the conditions of a row that has several.
 *
 * @param call name of the system call
 * @param answer what the caller gets; never a kill, so that programs can fall back
 * @param privilegedOnly whether it holds only without a user namespace
 * @param feature what opens it again; empty for nothing
 * @param condition on one argument; empty for every use
 */
record DenyRule(
    String call,
    Errno answer,
    boolean privilegedOnly,
    String feature,
    Optional<ArgumentCondition> condition,
    String reason) {}
