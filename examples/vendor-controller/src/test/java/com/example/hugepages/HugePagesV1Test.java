package com.example.hugepages;

import io.cooperage.testing.cgroup.SimulatedGroup;

class HugePagesV1Test extends HugePagesContractCases {
  private static final String NONE = "9223372036852678656";

  @Override
  SimulatedGroup kernel() {
    return SimulatedGroup.v1("hugetlb:/ct")
        .with("hugetlb.2MB.limit_in_bytes", NONE, v -> v.equals("-1") ? NONE : rounded(v))
        .with("hugetlb.2MB.usage_in_bytes", "0")
        .with("hugetlb.2MB.max_usage_in_bytes", "0")
        .with("hugetlb.2MB.failcnt", "0");
  }
}
