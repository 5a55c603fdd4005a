/** Capability sets and the seccomp program of a container. */
package io.cooperage.isolation.policy;
