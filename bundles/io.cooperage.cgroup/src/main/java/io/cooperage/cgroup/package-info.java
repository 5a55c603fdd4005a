/**
 * One tree of control groups per container over cgroup v1, v2 or hybrid: {@code PARENT/UUID} holds
 * the CT's limits and stays root's; in the unified hierarchy {@code UUID/ns} below it is the root
 * of the CT's cgroup namespace and belongs to the CT's root.
 */
package io.cooperage.cgroup;
