package io.cooperage.spi.isolation;

import io.cooperage.api.container.ExecRequest;
import io.cooperage.spi.cgroup.CgroupHandles;

/** A program to be run in a CT. Descriptors stay the caller's. */
public record ExecPlan(ExecRequest request, CgroupHandles cgroups) {}
