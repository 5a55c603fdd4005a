/** One tree of control groups per container over cgroup v1, v2 or hybrid. */
package io.cooperage.cgroup;
